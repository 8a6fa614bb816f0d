import { requireCustomerKey } from "../framework/customerKey";
import { fields, items } from "../framework/inputs";

export const bucketKey = requireCustomerKey({
  name: "s3-bucket-require-customer-managed-key",
  description: "Where an S3 bucket's encryption is configured, it is with a key of its owner.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  noun: "bucket encryption",
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
  key: ({ rules }) => {
    if (typeof rules === "symbol") return rules;
    const { sseAlgorithm, kmsMasterKeyId } = fields(
      fields(items(rules)[0]).applyServerSideEncryptionByDefault,
    );
    return String(sseAlgorithm).startsWith("aws:kms") ? kmsMasterKeyId : undefined;
  },
});
