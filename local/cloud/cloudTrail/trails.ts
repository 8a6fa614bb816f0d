import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Properties, ResourceContext, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError, messageOf } from "../awsError";
import type { EventBus } from "../events/bus";
import { cloudEvent } from "../events/event";
import type { Authoriser } from "../iam/authoriser";
import { roleIdentity } from "../iam/identity";
import type { IamTables } from "../iam/tables";
import type { Kms } from "../kms";
import type { Logs } from "../logs/logs";
import { optionalText, physicalName, text } from "../properties";
import type { Buckets } from "../s3/buckets";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import type { Sts } from "../sts";
import { type ApiCall, type TrailRecord, trailRecord } from "./record";

const service = "cloudtrail.amazonaws.com";

/** Files are written so long after the first record that is for them. AWS takes about five minutes. */
const fileDelayMs = 100;

/** What a trail writes to. */
export interface TrailServices {
  readonly buckets: Buckets;
  readonly logs: Logs;
  readonly kms: Kms;
  readonly sts: Sts;
  readonly iam: IamTables;
  readonly authoriser: Authoriser;
  readonly bus: EventBus;
}

/** CloudTrail: every management call to the files, the log group and the event bus of the trails that see it. */
export class Trails {
  private readonly table: Table<StoredResource>;
  /** Per trail's ARN and region: what is not yet in a file. */
  private readonly waiting = new Map<string, TrailRecord[]>();

  constructor(
    private readonly account: Account,
    private readonly services: TrailServices,
  ) {
    this.table = account.store.table("trails");
  }

  resources(): Record<string, ResourceHandler> {
    const trailArn = (name: string, region: string) =>
      arn(this.account, "cloudtrail", region, `trail/${name}`);
    return {
      "aws:cloudtrail/trail:Trail": recordHandler(this.table, {
        replaceOn: ["name"],
        exists: "TrailAlreadyExistsException",
        check: (inputs, context) => {
          this.check(inputs, trailArn(physicalName(inputs, context), context.region), context);
        },
        describe: (inputs, context) => {
          const name = physicalName(inputs, context);
          const id = trailArn(name, context.region);
          this.check(inputs, id, context);
          return { id, outputs: { name, arn: id, homeRegion: context.region } };
        },
      }),
    };
  }

  /** Writes a call down wherever a trail sees it. What changes something is an event too, where there is a trail. */
  record(call: ApiCall): void {
    const trails = this.table.values().filter((trail) => sees(trail, call));
    if (trails.length === 0) return;
    const record = trailRecord(this.account, call);
    for (const trail of trails) {
      this.toFile(trail, record);
      this.toLog(trail, record);
    }
    if (call.readOnly) return;
    this.services.bus.put(
      cloudEvent(this.account, {
        source: `aws.${call.service}`,
        detailType: "AWS API Call via CloudTrail",
        region: call.region,
        resources: [],
        detail: record,
      }),
    );
  }

  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html */
  private toFile(trail: StoredResource, record: TrailRecord): void {
    const key = `${trail.id} ${record.awsRegion}`;
    const waiting = this.waiting.get(key);
    if (waiting !== undefined) {
      waiting.push(record);
      return;
    }
    this.waiting.set(key, [record]);
    this.account.activity.run(async () => {
      await sleep(fileDelayMs, undefined, { signal: this.account.stopping() }).catch(() => undefined);
      const Records = this.waiting.get(key) ?? [];
      this.waiting.delete(key);
      const name = this.objectKey(trail.inputs, record.awsRegion);
      const body = gzipSync(JSON.stringify({ Records }));
      this.attempt(trail, () => {
        const source = { service, sourceArn: trail.id };
        this.services.buckets.put(text(trail.inputs, "s3BucketName"), source, name, body);
      });
    });
  }

  private toLog(trail: StoredResource, record: TrailRecord): void {
    const groupArn = optionalText(trail.inputs, "cloudWatchLogsGroupArn");
    if (groupArn === undefined) return;
    this.attempt(trail, () => {
      const stream = this.streamOf(record.awsRegion);
      this.mayWriteLogs(trail.inputs, groupArn, stream);
      this.services.logs.write(trail.region, groupNameOf(groupArn), stream, JSON.stringify(record));
    });
  }

  /** What a trail cannot write, AWS tells in its status only. */
  private attempt(trail: StoredResource, write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.account.log("cloud", `the trail ${trail.id} wrote nothing: ${error.message}`);
    }
  }

  /** A trail is made only when it may write to its bucket and its log group, with its key. */
  private check(inputs: Properties, trailArn: string, context: ResourceContext): void {
    const { buckets, logs } = this.services;
    const source = { service, sourceArn: trailArn };
    const bucket = text(inputs, "s3BucketName");
    try {
      buckets.mustExist(bucket);
    } catch (error) {
      throw new AwsError("S3BucketDoesNotExistException", messageOf(error));
    }
    const key = this.objectKey(inputs, context.region);
    const refusal =
      buckets.refusal(bucket, source, "s3:GetBucketAcl") ??
      buckets.refusal(bucket, source, "s3:PutObject", key);
    if (refusal !== undefined) throw new AwsError("InsufficientS3BucketPolicyException", refusal);
    this.checkKey(inputs, trailArn, context.region);
    const groupArn = optionalText(inputs, "cloudWatchLogsGroupArn");
    if (groupArn === undefined) return;
    try {
      logs.get(groupNameOf(groupArn), context.region);
    } catch (error) {
      throw new AwsError("InvalidCloudWatchLogsLogGroupArnException", messageOf(error));
    }
    this.mayWriteLogs(inputs, groupArn, this.streamOf(context.region));
  }

  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
  private checkKey(inputs: Properties, trailArn: string, region: string): void {
    const keyId = optionalText(inputs, "kmsKeyId");
    if (keyId === undefined) return;
    const use = { service: "cloudtrail", region, encryptionContext: { "aws:cloudtrail:arn": trailArn } };
    const actions = ["kms:GenerateDataKey", "kms:DescribeKey"];
    const refusal = this.services.kms.serviceRefusal(keyId, { service, sourceArn: trailArn }, use, actions);
    if (refusal !== undefined) throw new AwsError("InsufficientEncryptionPolicyException", refusal);
  }

  /** @throws {AwsError} InvalidCloudWatchLogsRoleArnException */
  private mayWriteLogs(inputs: Properties, groupArn: string, stream: string): void {
    const { sts, iam, authoriser } = this.services;
    const roleArn = text(inputs, "cloudWatchLogsRoleArn");
    const refused = (reason: string) => new AwsError("InvalidCloudWatchLogsRoleArnException", reason);
    try {
      sts.assumeRole(roleArn, service, "trail");
    } catch (error) {
      throw refused(messageOf(error));
    }
    const identity = roleIdentity(iam, roleArn.slice(roleArn.lastIndexOf("/") + 1), "trail");
    if (identity === undefined) throw refused(`${roleArn} does not exist`);
    const resource = `${groupArn.replace(/:\*$/, "")}:log-stream:${stream}`;
    const region = groupArn.split(":")[3] ?? "";
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      const decision = authoriser.decide({ identity, action, resource, region });
      if (decision.effect !== "allow") throw refused(`${action} on ${resource}: ${decision.explanation}`);
    }
  }

  private streamOf(region: string): string {
    return `${this.account.accountId}_CloudTrail_${region}`;
  }

  private objectKey(inputs: Properties, region: string): string {
    const { accountId } = this.account;
    const prefix = optionalText(inputs, "s3KeyPrefix");
    const time = new Date().toISOString();
    const day = time.slice(0, 10).replaceAll("-", "/");
    const minute = time.slice(0, 16).replace(/[-:]/g, "");
    const name = `${accountId}_CloudTrail_${region}_${minute}Z_${randomBytes(8).toString("hex")}.json.gz`;
    return `${prefix === undefined ? "" : `${prefix}/`}AWSLogs/${accountId}/CloudTrail/${region}/${day}/${name}`;
  }
}

/** IAM's calls and those of other services without a region happen in us-east-1: a trail of all regions sees them. */
function sees({ region, inputs }: StoredResource, call: ApiCall): boolean {
  if (inputs.enableLogging === false) return false;
  return inputs.isMultiRegionTrail === true || region === call.region;
}

function groupNameOf(groupArn: string): string {
  return groupArn.split(":")[6] ?? "";
}
