import { z } from "zod";
import type { Stack, StackResource } from "../../access/resources";
import { isFor } from "../framework/companions";
import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";

const trailType = "aws:cloudtrail/trail:Trail";
const bucketType = "aws:s3/bucket:Bucket";
const lockType = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

export const trailLock = definePolicy({
  name: "cloudtrail-bucket-require-lock",
  description: "Nobody can delete the files of a trail before their time.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
  remediation: ["Give its bucket `objectLockEnabled: true` and an aws.s3.BucketObjectLockConfiguration."],
  config: {
    mode: z
      .enum(["compliance", "governance"])
      .default("compliance")
      .describe("governance: who may bypass it (s3:BypassGovernanceRetention) can delete after all."),
    leastDays: z.int().min(1).default(90).describe("The shortest default retention of a file, days."),
  },
  concerns: trailType,
  beside: [bucketType, lockType],
  judgeStack: (stack, { leastDays, mode }) =>
    stack
      .ofType(bucketType)
      .filter((bucket) => stack.ofType(trailType).some((trail) => isFor(trail, "s3BucketName", bucket)))
      .filter(
        (bucket) => !locksOf(stack, bucket).some((lock) => days(lock) >= leastDays && holds(lock, mode)),
      )
      .map(({ name, urn }) => ({
        message: `Files of the trail can be deleted from bucket ${name}. Lock them for ${leastDays} days or more with an aws.s3.BucketObjectLockConfiguration of mode ${mode.toUpperCase()}.`,
        urn,
      })),
});

const locksOf = (stack: Stack, bucket: StackResource) =>
  stack.ofType(lockType).filter((lock) => isFor(lock, "bucket", bucket));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes */
const holds = ({ props }: StackResource, mode: "compliance" | "governance") =>
  ["COMPLIANCE", ...(mode === "governance" ? ["GOVERNANCE"] : [])].includes(
    String(fields(fields(props.rule).defaultRetention).mode),
  );

function days({ props }: StackResource): number {
  const { days: own, years } = fields(fields(props.rule).defaultRetention);
  return Number(own ?? 0) + 365 * Number(years ?? 0);
}
