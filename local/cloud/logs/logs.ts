import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Properties, ResourceContext, ResourceHandler } from "../../engine/provider";
import { type Account, arn, dnsSuffix } from "../account";
import { AwsError } from "../awsError";
import type { Authoriser } from "../iam/authoriser";
import { checkDocument } from "../iam/checkDocument";
import type { Kms } from "../kms";
import { optionalText, physicalName, text } from "../properties";
import { type Source, sourceContext } from "../source";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** Told of every event that comes into a log group. */
type Listener = (region: string, group: string, event: LogEvent) => void;

/** AWS's limit a region. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const maxResourcePolicies = 10;

/** EventBridge's logs are written by both. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
const eventWriters = ["events.amazonaws.com", "delivery.logs.amazonaws.com"];

/**
 * Log groups, what services write into them, and who may. What functions and tasks print goes to files under the log
 * directory instead.
 */
export class Logs {
  private readonly groups: Table<StoredResource>;
  private readonly streams: Table<StoredResource>;
  private readonly policies: Table<StoredResource>;
  private readonly listeners: Listener[] = [];

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
    private readonly kms: Kms,
  ) {
    this.groups = account.store.table("logGroups");
    this.streams = account.store.table("logStreams");
    this.policies = account.store.table("logResourcePolicies");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:cloudwatch/logGroup:LogGroup": recordHandler(this.groups, {
        replaceOn: ["name"],
        exists: "ResourceAlreadyExistsException",
        describe: (inputs, context) => {
          const name = physicalName(inputs, context);
          const groupArn = arn(this.account, "logs", context.region, `log-group:${name}`);
          this.checkKey(inputs, groupArn, context);
          return { id: name, outputs: { name, arn: groupArn } };
        },
        remove: ({ region, id }) => {
          rmSync(this.file(region, id), { force: true });
        },
      }),
      "aws:cloudwatch/logStream:LogStream": recordHandler(this.streams, {
        replaceOn: ["name", "logGroupName"],
        exists: "ResourceAlreadyExistsException",
        describe: (inputs, context) => {
          const name = physicalName(inputs, context);
          const group = this.get(text(inputs, "logGroupName"), context.region);
          const streamArn = `${text(group.outputs, "arn")}:log-stream:${name}`;
          return { id: `${group.id}:${name}`, outputs: { name, arn: streamArn } };
        },
      }),
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": recordHandler(this.policies, {
        replaceOn: ["policyName"],
        exists: "ResourceAlreadyExistsException",
        check: (inputs) => {
          checkDocument(text(inputs, "policyDocument"));
        },
        describe: (inputs, { region }) => {
          checkDocument(text(inputs, "policyDocument"));
          if (this.policiesIn(region).length >= maxResourcePolicies) {
            throw new AwsError(
              "LimitExceededException",
              `Resource limit exceeded: ${maxResourcePolicies} resource policies in ${region}`,
            );
          }
          return { id: text(inputs, "policyName"), outputs: { policyScope: "ACCOUNT" } };
        },
      }),
    };
  }

  /** @throws {AwsError} ResourceNotFoundException. */
  get(name: string, region: string): StoredResource {
    const group = this.groups.get(recordKey(name, region));
    if (group !== undefined) return group;
    throw new AwsError("ResourceNotFoundException", `The log group ${name} does not exist in ${region}.`);
  }

  /** Oldest first. */
  events(region: string, group: string): LogEvent[] {
    const file = this.file(region, group);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as LogEvent);
  }

  /** Tells the listener of every event from now on. */
  watch(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** @throws {AwsError} ResourceNotFoundException. */
  write(region: string, group: string, stream: string, message: string): void {
    this.get(group, region);
    const event = { timestamp: Date.now(), stream, message };
    const file = this.file(region, group);
    mkdirSync(join(file, ".."), { recursive: true });
    appendFileSync(file, `${JSON.stringify(event)}\n`, { mode: 0o600 });
    for (const listener of this.listeners) listener(region, group, event);
  }

  /**
   * EventBridge writes an event, if a resource policy of the region lets it.
   *
   * @param groupArn With or without the `:*` at its end.
   * @throws {AwsError} AccessDeniedException or ResourceNotFoundException.
   */
  writeFor(source: Source, groupArn: string, stream: string, message: string): void {
    const [, , , region = "", , , name = ""] = groupArn.split(":");
    this.get(name, region);
    const streamArn = `${groupArn.replace(/:\*$/, "")}:log-stream:${stream}`;
    for (const service of eventWriters) {
      for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
        if (this.mayWrite({ ...source, service }, action, streamArn, region)) continue;
        throw new AwsError(
          "AccessDeniedException",
          `No resource policy of CloudWatch Logs in ${region} lets ${service} ${action} on ${streamArn}`,
        );
      }
    }
    this.write(region, name, stream, message);
  }

  private mayWrite(source: Source, action: string, streamArn: string, region: string): boolean {
    const context = sourceContext(this.account, source);
    const effects = this.policiesIn(region).map(
      ({ inputs }) =>
        this.authoriser.decideService(
          source.service,
          action,
          streamArn,
          text(inputs, "policyDocument"),
          context,
        ).effect,
    );
    return effects.includes("allow") && !effects.includes("explicitDeny");
  }

  private policiesIn(region: string): StoredResource[] {
    return this.policies.values().filter((policy) => policy.region === region);
  }

  /**
   * A group is made only with a key that lets CloudWatch Logs encrypt.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  private checkKey(inputs: Properties, groupArn: string, { region }: ResourceContext): void {
    const keyId = optionalText(inputs, "kmsKeyId");
    if (keyId === undefined) return;
    this.kms.mustExist(keyId, region);
    const refusal = this.kms.serviceRefusal(
      keyId,
      { service: `logs.${region}.${dnsSuffix(this.account)}`, sourceArn: groupArn },
      { service: "logs", region, encryptionContext: { "aws:logs:arn": groupArn } },
      ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
    );
    if (refusal === undefined) return;
    throw new AwsError(
      "AccessDeniedException",
      `The specified KMS key does not exist or is not allowed to be used with ${groupArn}: ${refusal}`,
    );
  }

  private file(region: string, group: string): string {
    return join(this.account.store.directory, region, "logs", `${encodeURIComponent(group)}.jsonl`);
  }
}
