import { requireCustomerKey } from "../framework/customerKey";

export const logKey = requireCustomerKey({
  name: "logs-group-require-customer-managed-key",
  description: "Logs are encrypted with a key of their owner.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  noun: "log group",
  type: "aws:cloudwatch/logGroup:LogGroup",
  property: "kmsKeyId",
});
