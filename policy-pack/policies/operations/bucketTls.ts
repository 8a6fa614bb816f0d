import { requireTls } from "../framework/tls";

export const bucketTls = requireTls({
  name: "s3-bucket-require-tls",
  description: "Nobody talks to an S3 bucket in the clear.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  noun: "bucket",
  of: "aws:s3/bucket:Bucket",
  policy: "aws:s3/bucketPolicy:BucketPolicy",
  link: "bucket",
  action: "s3:PutObject",
});
