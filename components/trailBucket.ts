import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { trailBucketName, trailBucketPolicy } from "./documents/trail";
import type { EncryptionKey } from "./encryptionKey";

export interface TrailBucketArgs {
  readonly place: Place;
  readonly trailName: string;
  readonly encryptionKey: EncryptionKey;
  /** How long nobody can delete or overwrite a file: 1 to 36,500 days. */
  readonly lockDays: number;
  /** `governance`: some may, with a permission of their own. `compliance`: nobody, not even the account's root. */
  readonly lockMode: "governance" | "compliance";
  /** How long a file is kept: not less than `lockDays`. */
  readonly archiveDays: number;
}

/** When files move to cheaper storage that still answers at once. */
const daysAtHand = 90;

/** A bucket that one trail writes to, and in which nothing is lost or changed: versioned, locked, private, protected. */
export class TrailBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  /** The trail waits for all of this: from its first file on, everything is locked and encrypted. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: TrailBucketArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:TrailBucket", name, {}, opts);
    const { place, trailName, encryptionKey, lockDays, lockMode, archiveDays } = args;

    const { id: bucket } = new aws.s3.Bucket(
      `${name}-bucket`,
      { bucket: trailBucketName(place), objectLockEnabled: true },
      { parent: this, protect: true },
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );
    const closed = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access-block`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
    const ownership = new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );
    const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: "aws:kms",
              kmsMasterKeyId: encryptionKey.arn,
            },
          },
        ],
      },
      { parent: this },
    );
    const lock = new aws.s3.BucketObjectLockConfiguration(
      `${name}-lock`,
      { bucket, rule: { defaultRetention: { mode: lockMode.toUpperCase(), days: lockDays } } },
      { parent: this, dependsOn: [versioning] },
    );
    const lifecycle = new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      {
        bucket,
        rules: [
          {
            id: "archive",
            status: "Enabled",
            filter: {},
            transitions:
              archiveDays > daysAtHand ? [{ days: daysAtHand, storageClass: "GLACIER_IR" }] : undefined,
            expiration: { days: archiveDays },
            // What expired stays as an old version until its lock ends.
            noncurrentVersionExpiration: { noncurrentDays: 1 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { parent: this, dependsOn: [versioning] },
    );
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket, policy: policyText(trailBucketPolicy(place, trailName)) },
      // S3 checks a policy for public access while it is put.
      { parent: this, dependsOn: [closed] },
    );
    this.bucketName = bucket;
    this.ready = [policy, lock, encryption, lifecycle, ownership];
    this.registerOutputs({ bucketName: trailBucketName(place) });
  }
}
