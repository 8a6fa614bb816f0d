import { isFor } from "../framework/companions";
import { definePolicy } from "../framework/definePolicy";

const bucketType = "aws:s3/bucket:Bucket";
const blockType = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const bucketBlock = definePolicy({
  name: "s3-bucket-require-public-access-block",
  description: "No policy or ACL can make an S3 bucket public.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  remediation: [`Add an aws.s3.BucketPublicAccessBlock with ${flags.join(", ")} all true.`],
  types: [blockType],
  concerns: bucketType,
  beside: [blockType],
  judge: ({ name, props }) =>
    flags
      .filter((flag) => props[flag] !== true)
      .map((flag) => `Public access block ${name} leaves a way open. Set \`${flag}: true\`.`),
  judgeStack: (stack) =>
    stack
      .ofType(bucketType)
      .filter((bucket) => !stack.ofType(blockType).some((block) => isFor(block, "bucket", bucket)))
      .map(({ name, urn }) => ({
        message: `Bucket ${name} may be made public. Add an aws.s3.BucketPublicAccessBlock.`,
        urn,
      })),
});
