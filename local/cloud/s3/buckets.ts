import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, dnsSuffix } from "../account";
import { AwsError } from "../awsError";
import type { Authoriser } from "../iam/authoriser";
import { checkDocument } from "../iam/checkDocument";
import { optionalText, physicalName, text } from "../properties";
import { type Source, sourceContext } from "../source";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";

/** What belongs to a bucket and is remembered only: one of each a bucket. */
const satellites = [
  "BucketVersioning",
  "BucketPublicAccessBlock",
  "BucketServerSideEncryptionConfiguration",
  "BucketOwnershipControls",
  "BucketLifecycleConfiguration",
  "BucketObjectLockConfiguration",
  "BucketLogging",
] as const;

/** Buckets. Only services write into them: there is no S3 API here, and what they hold are files. */
export class Buckets {
  private readonly buckets: Table<StoredResource>;
  private readonly policies: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
  ) {
    this.buckets = account.store.table("buckets");
    this.policies = account.store.table("bucketPolicies");
  }

  resources(): Record<string, ResourceHandler> {
    const ofBucket = (inputs: Properties) => {
      this.mustExist(text(inputs, "bucket"));
      return { id: text(inputs, "bucket"), outputs: {} };
    };
    const satellite = (type: (typeof satellites)[number]): [string, ResourceHandler] => [
      `aws:s3/${type.replace("B", "b")}:${type}`,
      recordHandler(this.account.store.table(`s3${type}`), {
        global: true,
        replaceOn: ["bucket"],
        exists: "OperationAborted",
        describe: ofBucket,
      }),
    ];
    return {
      "aws:s3/bucket:Bucket": recordHandler(this.buckets, {
        global: true,
        replaceOn: ["bucket", "objectLockEnabled"],
        exists: "BucketAlreadyOwnedByYou",
        describe: (inputs, context) => {
          const bucket = physicalName(inputs, context, "bucket");
          checkName(bucket);
          return {
            id: bucket,
            outputs: {
              bucket,
              arn: this.arnOf(bucket),
              bucketDomainName: `${bucket}.s3.${dnsSuffix(this.account)}`,
              bucketRegionalDomainName: `${bucket}.s3.${context.region}.${dnsSuffix(this.account)}`,
            },
          };
        },
        remove: ({ id }) => {
          rmSync(this.directory(id), { recursive: true, force: true });
        },
      }),
      "aws:s3/bucketPolicy:BucketPolicy": recordHandler(this.policies, {
        global: true,
        replaceOn: ["bucket"],
        exists: "OperationAborted",
        check: (inputs) => {
          checkDocument(text(inputs, "policy"));
        },
        describe: (inputs) => {
          checkDocument(text(inputs, "policy"));
          return ofBucket(inputs);
        },
      }),
      ...Object.fromEntries(satellites.map(satellite)),
    };
  }

  /** Where a bucket's objects are files. */
  directory(bucket: string): string {
    return join(this.account.store.directory, "s3", bucket);
  }

  /** @throws {AwsError} NoSuchBucket */
  mustExist(bucket: string): void {
    if (!this.buckets.has(bucket)) {
      throw new AwsError("NoSuchBucket", `The specified bucket ${bucket} does not exist`, 404);
    }
  }

  /**
   * Why a service may not do something to a bucket or an object in it, by the bucket's policy.
   *
   * @param key The object; absent for the bucket.
   */
  refusal(bucket: string, source: Source, action: string, key?: string): string | undefined {
    const policy =
      optionalText(this.policies.get(bucket)?.inputs ?? {}, "policy") ??
      optionalText(this.buckets.get(bucket)?.inputs ?? {}, "policy");
    if (policy === undefined) return `the bucket ${bucket} has no policy`;
    const resource = key === undefined ? this.arnOf(bucket) : `${this.arnOf(bucket)}/${key}`;
    const context = {
      ...sourceContext(this.account, source),
      ...(action === "s3:PutObject" && { "s3:x-amz-acl": "bucket-owner-full-control" }),
    };
    const decision = this.authoriser.decideService(source.service, action, resource, policy, context);
    return decision.effect === "allow" ? undefined : `${action} on ${resource}: ${decision.explanation}`;
  }

  /**
   * A service writes an object.
   *
   * @param key Of the service's own making: letters, digits and `/-_.`.
   * @throws {AwsError} AccessDenied
   */
  put(bucket: string, source: Source, key: string, body: Buffer): void {
    const refusal = this.refusal(bucket, source, "s3:PutObject", key);
    if (refusal !== undefined) throw new AwsError("AccessDenied", refusal, 403);
    const file = join(this.directory(bucket), key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body, { mode: 0o600 });
  }

  private arnOf(bucket: string): string {
    return `arn:${this.account.partition}:s3:::${bucket}`;
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function checkName(bucket: string): void {
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) && !bucket.includes("..")) return;
  throw new AwsError(
    "InvalidBucketName",
    `${bucket}: 3 to 63 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit`,
  );
}
