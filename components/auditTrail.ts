import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { trailKeyPolicy, trailLogsPolicy, trailLogsTrust } from "./documents/trail";
import { EncryptionKey } from "./encryptionKey";
import { TrailBucket, type TrailBucketArgs } from "./trailBucket";

export interface AuditTrailArgs extends Pick<TrailBucketArgs, "lockDays" | "lockMode" | "archiveDays"> {
  readonly place: Place;
  readonly trailName: string;
  /** Of the log group. The bucket has a key of its own. */
  readonly encryptionKey: EncryptionKey;
  /** Of the log group, days. */
  readonly retentionDays: number;
}

/**
 * Every API call of the account, of all regions, because IAM's are recorded in us-east-1: to a locked bucket, whose files
 * prove that nobody changed them, and to a log group, where alarms look.
 *
 * @example
 * new AuditTrail("ccp-prod-audit-trail", {
 *   place, trailName: "ccp-prod-audit", encryptionKey: operationsKey,
 *   retentionDays: 365, lockDays: 365, lockMode: "governance", archiveDays: 2557,
 * });
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: AuditTrailArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:AuditTrail", name, {}, opts);
    const { place, trailName, encryptionKey, retentionDays, lockDays, lockMode, archiveDays } = args;
    const logGroupName = `${trailName}-trail`;

    const trailKey = new EncryptionKey(
      name,
      {
        description: `The trail of ${place.prefix}`,
        alias: `alias/${place.prefix}-trail`,
        policy: trailKeyPolicy(place, trailName),
      },
      { parent: this },
    );
    const bucket = new TrailBucket(
      name,
      { place, trailName, encryptionKey: trailKey, lockDays, lockMode, archiveDays },
      { parent: this },
    );
    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log`,
      { name: logGroupName, retentionInDays: retentionDays, kmsKeyId: encryptionKey.arn },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: logGroupName,
        description: "Writes the trail to its log group.",
        assumeRolePolicy: policyText(trailLogsTrust()),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-role-policy`,
      { name: "write-trail", role: role.name, policy: policyText(trailLogsPolicy(place, logGroupName)) },
      { parent: this, dependsOn: [this.logGroup] },
    );
    new aws.cloudtrail.Trail(
      `${name}-trail`,
      {
        name: trailName,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        kmsKeyId: trailKey.arn,
        s3BucketName: bucket.bucketName,
        cloudWatchLogsGroupArn: pulumi.interpolate`${this.logGroup.arn}:*`,
        cloudWatchLogsRoleArn: role.arn,
      },
      { parent: this, dependsOn: [policy, ...bucket.ready] },
    );
    this.registerOutputs({ trailName });
  }
}
