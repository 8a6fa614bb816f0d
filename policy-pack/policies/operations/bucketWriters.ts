import { requireServiceSource } from "../framework/serviceSource";

export const bucketWriters = requireServiceSource({
  name: "s3-bucket-require-writer-source",
  description: "A service that writes to an S3 bucket does so on behalf of named accounts or resources.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
  noun: "bucket",
  documents: { "aws:s3/bucketPolicy:BucketPolicy": "policy" },
});
