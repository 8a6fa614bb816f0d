import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { eventLogGroup } from "./documents/eventTargets";
import type { Place } from "./documents/place";
import type { EncryptionKey } from "./encryptionKey";
import type { EventDelivery } from "./eventDelivery";
import type { EventRule } from "./eventRule";

/** A topic or queue that events go to. */
export interface EventTarget {
  readonly arn: pulumi.Input<string>;
  /** What must exist first: the policy that admits the rule. */
  readonly ready: readonly pulumi.Resource[];
}

export interface EventTargetsArgs {
  readonly place: Place;
  readonly rule: EventRule;
  /** What the rule shares with the others of its stack. */
  readonly delivery: EventDelivery;
  /** Topics and queues by a stable short name. */
  readonly receivers: Readonly<Record<string, EventTarget>>;
  /** ARNs of existing Lambda functions of this account and region, with or without a version or alias. */
  readonly functions: readonly string[];
  /** ARNs of event buses in other accounts or regions. */
  readonly buses: readonly string[];
  /** A log group of the rule's own. */
  readonly log?: {
    readonly ruleName: string;
    readonly retentionDays: number;
    readonly encryptionKey: EncryptionKey;
  };
  /** How long, 1 to 1,440 minutes, and how often, 0 to 185 times, EventBridge tries. */
  readonly retry: { readonly minutes: number; readonly attempts: number };
}

/**
 * What is done about the events of a rule: EventBridge takes at most 5 targets. Every target admits the rule before it is
 * one, and what it does not take becomes a dead letter.
 *
 * @example
 * new EventTargets("ccp-dev-events-pushes-to", {
 *   place, rule: pushes, delivery, receivers: { "queue-builds": builds }, functions: [], buses: [],
 *   retry: { minutes: 1440, attempts: 185 },
 * });
 */
export class EventTargets extends pulumi.ComponentResource {
  constructor(name: string, args: EventTargetsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:EventTargets", name, {}, opts);
    const { place, rule, delivery, receivers, functions, buses, log, retry } = args;
    const { forwarder, logsPolicy } = delivery;
    const logGroup = log && this.createLogGroup(`${name}-log`, log);

    rule.rules.forEach((eventRule, index) => {
      const attach = (
        suffix: string,
        target: EventTarget,
        more: Pick<aws.cloudwatch.EventTargetArgs, "roleArn"> = {},
      ) =>
        new aws.cloudwatch.EventTarget(
          `${name}-${suffix}-${index}`,
          {
            rule: eventRule.name,
            arn: target.arn,
            deadLetterConfig: { arn: delivery.deadLetters.arn },
            retryPolicy: {
              maximumEventAgeInSeconds: retry.minutes * 60,
              maximumRetryAttempts: retry.attempts,
            },
            ...more,
          },
          { parent: this, dependsOn: [...delivery.deadLetters.ready, ...target.ready] },
        );

      for (const [suffix, receiver] of Object.entries(receivers)) {
        attach(suffix, receiver);
      }
      for (const arn of functions) {
        const suffix = `function-${arn.split(":").slice(6).join("-")}`;
        attach(suffix, {
          arn,
          ready: [this.admit(`${name}-${suffix}-${index}-permission`, arn, eventRule, place)],
        });
      }
      for (const arn of buses) {
        const ready = forwarder === undefined ? [] : [forwarder.policy];
        attach(`bus-${busName(arn)}`, { arn, ready }, { roleArn: forwarder?.role.arn });
      }
      if (logGroup !== undefined) {
        attach("log", { arn: logGroup.arn, ready: logsPolicy === undefined ? [] : [logsPolicy] });
      }
    });
    this.registerOutputs({});
  }

  private createLogGroup(
    name: string,
    { ruleName, retentionDays, encryptionKey }: NonNullable<EventTargetsArgs["log"]>,
  ): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      name,
      { name: eventLogGroup(ruleName), retentionInDays: retentionDays, kmsKeyId: encryptionKey.arn },
      { parent: this },
    );
  }

  private admit(
    name: string,
    arn: string,
    rule: aws.cloudwatch.EventRule,
    { account }: Place,
  ): aws.lambda.Permission {
    const [unqualified, qualifier] = [arn.split(":").slice(0, 7).join(":"), arn.split(":")[7]];
    return new aws.lambda.Permission(
      name,
      {
        function: unqualified,
        qualifier,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
        sourceAccount: account,
      },
      { parent: this },
    );
  }
}

/** `arn:aws:events:eu-west-1:210987654321:event-bus/default` → `eu-west-1-210987654321-default`. */
function busName(arn: string): string {
  const [, , , region, account, bus] = arn.split(":");
  return `${region}-${account}-${bus.replace("event-bus/", "").replace(/[^\w-]/g, "-")}`;
}
