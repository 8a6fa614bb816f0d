import * as pulumi from "@pulumi/pulumi";
import { Alarm, type AlarmMetric, type AlarmQuery } from "./alarm";
import { AlarmTopic } from "./alarmTopic";
import type { Place } from "./documents/place";
import { failedReplications } from "./documents/replicationMetrics";
import type { EncryptionKey } from "./encryptionKey";
import type { AlarmSettings } from "./settings/sections/alarms";

export interface ReplicationAlarmsArgs {
  /** Where the pipeline is: an alarm notifies topics of its own region only. */
  readonly place: Place;
  readonly targetRegion: string;
  readonly deadLettersName: string;
  readonly dispatcherName: string;
  /** Its policy must let CloudWatch use it. */
  readonly encryptionKey: EncryptionKey;
  readonly subscriptions: AlarmSettings;
}

/** Five minutes: a copy that stays behind is noticed before people go home. */
const period = 300;

/**
 * Tells when a copy may have fallen behind: a task failed, an event or a task was lost, the dispatcher fails or is held
 * back.
 *
 * @example
 * new ReplicationAlarms("ccp-dev-eu-west-1", {
 *   place,
 *   targetRegion: "eu-west-1",
 *   deadLettersName: "ccp-dev-eu-west-1-dead-letters",
 *   dispatcherName: "ccp-dev-eu-west-1-dispatcher",
 *   encryptionKey,
 *   subscriptions: { email: ["platform@example.com"], https: [] },
 * });
 */
export class ReplicationAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: ReplicationAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationAlarms", name, {}, opts);
    const { place, targetRegion, deadLettersName, dispatcherName, encryptionKey, subscriptions } = args;

    const topic = new AlarmTopic(
      `${name}-alarms`,
      { place, topicName: `${name}-alarms`, encryptionKey, subscriptions },
      { parent: this },
    );
    const alarm = (suffix: string, description: string, metric: AlarmMetric | AlarmQuery) =>
      new Alarm(
        `${name}-${suffix}`,
        { alarmName: `${name}-${suffix}`, description, metric, threshold: 1, topic },
        { parent: this },
      );
    const ofDispatcher = (metricName: string): AlarmMetric => ({
      namespace: "AWS/Lambda",
      metricName,
      dimensions: { FunctionName: dispatcherName },
      statistic: "Sum",
      period,
    });
    alarm(
      "task-failures",
      `A copy in ${targetRegion} could not be brought up to its source. The log ${name}-task says why; the next push to the repository tries again.`,
      { expression: failedReplications(targetRegion), period },
    );
    alarm(
      "undelivered",
      `Events or tasks of the replication to ${targetRegion} were lost. They wait 14 days in the queue ${deadLettersName}.`,
      {
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: deadLettersName },
        statistic: "Maximum",
        period,
      },
    );
    alarm(
      "dispatcher-errors",
      `The function ${dispatcherName} could not start a task. It tries again twice; its log says why.`,
      ofDispatcher("Errors"),
    );
    alarm(
      "dispatcher-throttles",
      `The function ${dispatcherName} was held back: the account runs too many functions at once.`,
      ofDispatcher("Throttles"),
    );
    this.registerOutputs({ topic: topic.arn });
  }
}
