import type { ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Functions } from "../lambda/functions";
import { nested, optionalText, physicalName, text } from "../properties";
import type { Sqs } from "../sqs";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { iamId } from "../identifiers";
import { type EventPattern, parsePattern } from "./pattern";

/** An event as EventBridge gives it to a target. */
export interface CloudEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

const service = "events.amazonaws.com";

/** EventBridge: the default bus of each region, rules with patterns, functions as targets. */
export class EventBus {
  private readonly rules: Table<StoredResource>;
  private readonly targets: Table<StoredResource>;
  private readonly patterns = new Map<string, EventPattern>();

  constructor(
    private readonly account: Account,
    private readonly functions: Functions,
    private readonly sqs: Sqs,
  ) {
    this.rules = account.store.table("eventRules");
    this.targets = account.store.table("eventTargets");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:cloudwatch/eventRule:EventRule": recordHandler(this.rules, {
        replaceOn: ["name", "eventBusName"],
        exists: "ResourceAlreadyExistsException",
        check: (inputs) => {
          parsePattern(text(inputs, "eventPattern"));
        },
        describe: (inputs, context) => {
          parsePattern(text(inputs, "eventPattern"));
          const name = physicalName(inputs, context);
          return {
            id: name,
            outputs: { name, arn: arn(this.account, "events", context.region, `rule/${name}`) },
          };
        },
        remove: ({ id, region }) => {
          if (this.targetsOf(id, region).length === 0) return;
          throw new AwsError("ValidationException", `Rule ${id} can't be deleted since it has targets.`);
        },
      }),
      "aws:cloudwatch/eventTarget:EventTarget": recordHandler(this.targets, {
        replaceOn: ["rule", "targetId", "eventBusName"],
        exists: "ResourceAlreadyExistsException",
        describe: (inputs, { region }) => {
          const rule = text(inputs, "rule");
          if (!this.rules.has(recordKey(rule, region))) {
            throw new AwsError(
              "ResourceNotFoundException",
              `Rule ${rule} does not exist on EventBus default.`,
            );
          }
          if (text(inputs, "arn").split(":")[2] !== "lambda") {
            throw new AwsError(
              "ValidationException",
              `Only functions can be targets here, not ${text(inputs, "arn")}`,
            );
          }
          const targetId = optionalText(inputs, "targetId") ?? iamId("target-", 16);
          return { id: `${rule}-${targetId}`, outputs: { targetId } };
        },
      }),
    };
  }

  /** Gives an event to every target of every rule of its region that matches. */
  put(event: CloudEvent): void {
    for (const rule of this.rules.values()) {
      if (rule.region !== event.region || optionalText(rule.inputs, "state") === "DISABLED") continue;
      if (!this.pattern(text(rule.inputs, "eventPattern"))({ ...event })) continue;
      for (const target of this.targetsOf(rule.id, rule.region)) this.deliver(event, rule, target);
    }
  }

  /**
   * A function takes every event it is allowed to get into its own queue, so there is nothing to retry here. What
   * EventBridge would not retry either - no permission, no such function - goes to the target's dead-letter queue.
   */
  private deliver(event: CloudEvent, rule: StoredResource, target: StoredResource): void {
    const targetArn = text(target.inputs, "arn");
    const sourceArn = text(rule.outputs, "arn");
    try {
      this.functions.invokeFor(targetArn, { service, sourceArn }, event);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const queueArn = optionalText(nested(target.inputs, "deadLetterConfig"), "arn");
      if (queueArn === undefined) return;
      const attributes = {
        RULE_ARN: sourceArn,
        TARGET_ARN: targetArn,
        ERROR_CODE: error.code,
        ERROR_MESSAGE: error.detail,
      };
      this.sqs.trySend(queueArn, { service, sourceArn }, JSON.stringify(event), attributes);
    }
  }

  private targetsOf(rule: string, region: string): StoredResource[] {
    return this.targets.values().filter((target) => target.region === region && target.inputs.rule === rule);
  }

  private pattern(json: string): EventPattern {
    const known = this.patterns.get(json) ?? parsePattern(json);
    this.patterns.set(json, known);
    return known;
  }
}
