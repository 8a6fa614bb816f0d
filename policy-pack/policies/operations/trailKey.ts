import { requireCustomerKey } from "../framework/customerKey";

export const trailKey = requireCustomerKey({
  name: "cloudtrail-trail-require-customer-managed-key",
  description: "The files of a trail are encrypted with a key of their owner.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
  noun: "trail",
  type: "aws:cloudtrail/trail:Trail",
  property: "kmsKeyId",
});
