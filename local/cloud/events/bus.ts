import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Deliveries } from "../deliveries";
import { iamId } from "../identifiers";
import { nested, optionalText, physicalName, text } from "../properties";
import type { Sqs } from "../sqs";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { type CloudEvent, cloudEvent } from "./event";
import { checkInput, targetInput } from "./input";
import { type EventPattern, parsePattern } from "./pattern";
import { checkSchedule } from "./schedule";
import { targetKind, type Targets } from "./targets";

const service = "events.amazonaws.com";

/** AWS's limit, which cannot be raised. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const maxTargets = 5;

/** Told of every event that is put on a bus, and of what its service adds for those who want to know all. */
type Listener = (event: CloudEvent, supplement: object) => void;

/** EventBridge: the default bus of each region, rules with patterns or schedules, and their targets. */
export class EventBus {
  private readonly rules: Table<StoredResource>;
  private readonly targets: Table<StoredResource>;
  private readonly patterns = new Map<string, EventPattern>();
  private readonly listeners: Listener[] = [];

  constructor(
    private readonly account: Account,
    private readonly delivery: Targets,
    private readonly sqs: Sqs,
    private readonly deliveries: Deliveries,
  ) {
    this.rules = account.store.table("eventRules");
    this.targets = account.store.table("eventTargets");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:cloudwatch/eventRule:EventRule": recordHandler(this.rules, {
        replaceOn: ["name", "eventBusName"],
        exists: "ResourceAlreadyExistsException",
        check: checkRule,
        describe: (inputs, context) => {
          checkRule(inputs);
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
        check: checkTarget,
        describe: (inputs, { region }) => {
          const rule = text(inputs, "rule");
          if (!this.rules.has(recordKey(rule, region))) {
            throw new AwsError(
              "ResourceNotFoundException",
              `Rule ${rule} does not exist on EventBus default.`,
            );
          }
          checkTarget(inputs);
          if (this.targetsOf(rule, region).length >= maxTargets) {
            throw new AwsError(
              "LimitExceededException",
              `The requested resource exceeds the maximum number allowed: ${maxTargets} targets of ${rule}`,
            );
          }
          const targetId = optionalText(inputs, "targetId") ?? iamId("target-", 16);
          return { id: `${rule}-${targetId}`, outputs: { targetId } };
        },
      }),
    };
  }

  /**
   * Gives an event to every target of every rule of its region that matches.
   *
   * @param supplement What the event itself does not tell and a full notification does, such as a comment's text.
   */
  put(event: CloudEvent, supplement: object = {}): void {
    for (const listener of this.listeners) listener(event, supplement);
    this.match(event, event.region);
  }

  /** Tells the listener of every event that is put from now on. */
  watch(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** ARNs of all rules with a schedule. */
  schedules(): string[] {
    return this.rules
      .values()
      .filter(({ inputs }) => optionalText(inputs, "scheduleExpression") !== undefined)
      .map(({ outputs }) => String(outputs.arn));
  }

  /**
   * Runs a rule's schedule once: nothing runs by the clock here.
   *
   * @throws {AwsError} ResourceNotFoundException for a rule that does not exist or has no schedule.
   */
  tick(ruleArn: string): void {
    const rule = this.rules.values().find(({ outputs }) => outputs.arn === ruleArn);
    if (rule === undefined || optionalText(rule.inputs, "scheduleExpression") === undefined) {
      throw new AwsError("ResourceNotFoundException", `There is no rule ${ruleArn} with a schedule.`);
    }
    if (isDisabled(rule)) return;
    const event = cloudEvent(this.account, {
      source: "aws.events",
      detailType: "Scheduled Event",
      region: rule.region,
      resources: [ruleArn],
      detail: {},
    });
    this.deliverAll(event, rule, false);
  }

  /** @param forwarded Whether another bus sent it: no bus sends it on then, as on AWS. */
  private match(event: CloudEvent, region: string, forwarded = false): void {
    for (const rule of this.rules.values()) {
      const pattern = optionalText(rule.inputs, "eventPattern");
      if (rule.region !== region || pattern === undefined || isDisabled(rule)) continue;
      if (this.pattern(pattern)({ ...event })) this.deliverAll(event, rule, forwarded);
    }
  }

  private deliverAll(event: CloudEvent, rule: StoredResource, forwarded: boolean): void {
    for (const target of this.targetsOf(rule.id, rule.region)) {
      if (forwarded && targetKind(text(target.inputs, "arn")) === "event bus") continue;
      this.deliver(event, rule, target);
    }
  }

  /**
   * Nothing here is busy, so there is nothing to retry. What EventBridge would not retry either - no permission, no such
   * target - goes to the target's dead-letter queue.
   */
  private deliver(event: CloudEvent, rule: StoredResource, target: StoredResource): void {
    const targetArn = text(target.inputs, "arn");
    const source = { service, sourceArn: text(rule.outputs, "arn") };
    const message = targetInput(target.inputs, event, { name: rule.id, arn: source.sourceArn });
    const forward = (region: string) => {
      this.match(event, region, true);
    };
    const refused = this.deliveries.attempt(source.sourceArn, targetArn, message, () =>
      this.delivery.send(target.inputs, source, message, forward),
    );
    const queueArn = optionalText(nested(target.inputs, "deadLetterConfig"), "arn");
    if (refused === undefined || queueArn === undefined) return;
    const attributes = {
      RULE_ARN: source.sourceArn,
      TARGET_ARN: targetArn,
      ERROR_CODE: refused.code,
      ERROR_MESSAGE: refused.detail,
    };
    this.sqs.trySend(queueArn, source, JSON.stringify(event), attributes);
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

/** @throws {AwsError} For a rule without a pattern and a schedule, or with one that cannot be read. */
function checkRule(inputs: Properties): void {
  const pattern = optionalText(inputs, "eventPattern");
  const schedule = optionalText(inputs, "scheduleExpression");
  if (pattern === undefined && schedule === undefined) {
    throw new AwsError(
      "ValidationException",
      "Parameter(s) EventPattern or ScheduleExpression must be given",
    );
  }
  if (pattern !== undefined) parsePattern(pattern);
  if (schedule !== undefined) checkSchedule(schedule);
}

function checkTarget(inputs: Properties): void {
  const targetArn = text(inputs, "arn");
  if (targetKind(targetArn) === "event bus" && optionalText(inputs, "roleArn") === undefined) {
    throw new AwsError("ValidationException", `RoleArn is required for target ${targetArn}.`);
  }
  checkInput(inputs);
}

function isDisabled({ inputs }: StoredResource): boolean {
  return optionalText(inputs, "state") === "DISABLED" || inputs.isEnabled === false;
}
