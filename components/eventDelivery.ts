import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { eventForwarderPolicy, eventForwarderTrust, eventLogsPolicy } from "./documents/eventTargets";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { Alarm } from "./alarm";
import type { AlarmTopic } from "./alarmTopic";
import type { EncryptionKey } from "./encryptionKey";
import type { EventRule } from "./eventRule";
import { Queue } from "./queue";

export interface EventDeliveryArgs {
  readonly place: Place;
  readonly encryptionKey: EncryptionKey;
  /** All rules of the stack: what they cannot deliver is kept here. */
  readonly rules: readonly EventRule[];
  /** Whether a rule writes to a log group. */
  readonly toLogs: boolean;
  /** ARNs of the buses that rules forward to. */
  readonly buses: readonly string[];
  /** Is told when something could not be delivered. */
  readonly alarmTopic: AlarmTopic;
}

/**
 * What the event rules of a stack share: the queue of what could not be delivered, the permission to write to log groups,
 * and the role that forwards to other buses.
 */
export class EventDelivery extends pulumi.ComponentResource {
  /** Keeps an undelivered event for 14 days, with the reason in its attributes. */
  readonly deadLetters: Queue;
  /** Who writes to a log group waits for it. */
  readonly logsPolicy?: aws.cloudwatch.LogResourcePolicy;
  /** The role that forwards, and its permission, which forwarding waits for. */
  readonly forwarder?: { readonly role: aws.iam.Role; readonly policy: aws.iam.RolePolicy };

  constructor(name: string, args: EventDeliveryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:EventDelivery", name, {}, opts);
    const { place, encryptionKey, rules, toLogs, buses, alarmTopic } = args;

    this.deadLetters = new Queue(
      `${name}-dead-letters`,
      { place, queueName: `${place.prefix}-undelivered-events`, encryptionKey, retentionDays: 14, rules },
      { parent: this },
    );
    new Alarm(
      `${name}-undelivered`,
      {
        alarmName: `${place.prefix}-undelivered-events`,
        description: `Events could not be delivered: look into the queue ${this.deadLetters.queueName}.`,
        runbook: "undelivered-events",
        metric: {
          namespace: "AWS/SQS",
          metricName: "ApproximateNumberOfMessagesVisible",
          dimensions: { QueueName: this.deadLetters.queueName },
          statistic: "Maximum",
          period: 300,
        },
        threshold: 1,
        topic: alarmTopic,
      },
      { parent: this },
    );
    if (toLogs) {
      this.logsPolicy = new aws.cloudwatch.LogResourcePolicy(
        `${name}-logs-policy`,
        { policyName: `${place.prefix}-event-rules`, policyDocument: policyText(eventLogsPolicy(place)) },
        { parent: this },
      );
    }
    if (buses.length > 0) {
      const role = new aws.iam.Role(
        `${name}-forwarder`,
        {
          name: `${place.prefix}-event-forwarder`,
          description: "Forwards CodeCommit events to other event buses.",
          assumeRolePolicy: policyText(eventForwarderTrust(place)),
        },
        { parent: this },
      );
      const policy = new aws.iam.RolePolicy(
        `${name}-forwarder-policy`,
        { name: "forward-events", role: role.name, policy: policyText(eventForwarderPolicy(buses)) },
        { parent: this },
      );
      this.forwarder = { role, policy };
    }
    this.registerOutputs({ deadLetters: this.deadLetters.queueName });
  }
}
