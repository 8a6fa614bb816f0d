import { forbidPublicAccess } from "../framework/publicAccess";

export const bucketAccess = forbidPublicAccess({
  name: "s3-bucket-forbid-public-access",
  description: "The policy of an S3 bucket names who may use it.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  noun: "bucket",
  documents: { "aws:s3/bucketPolicy:BucketPolicy": "policy" },
});
