import * as pulumi from "@pulumi/pulumi";
import { Alarm, type AlarmMetric, type AlarmQuery } from "./alarm";
import { AlarmTopic } from "./alarmTopic";
import type { Place } from "./documents/place";
import { eachRepository, replicationNamespace } from "./documents/replicationMetrics";
import type { EncryptionKey } from "./encryptionKey";
import type { ReplicaAlarmSettings } from "./settings/sections/alarms";

export interface ReplicationAlarmsArgs {
  /** Where the pipeline is: an alarm notifies topics of its own region only. */
  readonly place: Place;
  readonly targetRegion: string;
  readonly deadLettersName: string;
  readonly dispatcherName: string;
  /** The function that relays small pushes at once, where there is one. */
  readonly fastPathName?: string;
  /** Its policy must let CloudWatch use it. */
  readonly encryptionKey: EncryptionKey;
  readonly settings: ReplicaAlarmSettings;
}

/** Five minutes: a copy that stays behind is noticed before people go home. */
const period = 300;

/**
 * Tells when a copy may have fallen behind or is not what it should be. docs/operations.md has a section for each alarm.
 *
 * @example
 * new ReplicationAlarms("ccp-dev-eu-west-1", {
 *   place,
 *   targetRegion: "eu-west-1",
 *   deadLettersName: "ccp-dev-eu-west-1-dead-letters",
 *   dispatcherName: "ccp-dev-eu-west-1-dispatcher",
 *   encryptionKey,
 *   settings: { email: ["platform@example.com"], https: [], lagMinutes: 10, outOfStepMinutes: 60 },
 * });
 */
export class ReplicationAlarms extends pulumi.ComponentResource {
  /** Physical names. */
  readonly alarmNames: readonly string[];

  constructor(name: string, args: ReplicationAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationAlarms", name, {}, opts);
    const { place, targetRegion, deadLettersName, dispatcherName, fastPathName, settings } = args;
    const { lagMinutes, outOfStepMinutes } = settings;

    const topic = new AlarmTopic(
      `${name}-alarms`,
      {
        place,
        topicName: `${name}-alarms`,
        encryptionKey: args.encryptionKey,
        subscriptions: settings,
      },
      { parent: this },
    );
    const alarmNames: string[] = [];
    const alarm = (key: string, description: string, metric: AlarmMetric | AlarmQuery, threshold = 1) => {
      const alarmName = `${name}-${key}`;
      alarmNames.push(alarmName);
      new Alarm(
        alarmName,
        { alarmName, description, runbook: key, metric, threshold, topic },
        { parent: this },
      );
    };
    const query = (statistic: "MIN" | "SUM", metricName: string, seconds = period): AlarmQuery => ({
      expression: eachRepository(statistic, metricName, targetRegion),
      period: seconds,
    });
    const ofFunction = (functionName: string, metricName: string): AlarmMetric => ({
      namespace: "AWS/Lambda",
      metricName,
      dimensions: { FunctionName: functionName },
      statistic: "Sum",
      period,
    });

    alarm(
      "task-failures",
      `A copy in ${targetRegion} could not be brought up to its source.`,
      query("SUM", "Failures"),
    );
    alarm(
      "lag",
      `Pushes take ${lagMinutes} minutes and more until they are in ${targetRegion}.`,
      {
        namespace: replicationNamespace,
        metricName: "Lag",
        dimensions: { TargetRegion: targetRegion },
        statistic: "p95",
        period: 900,
      },
      lagMinutes * 60_000,
    );
    alarm(
      "out-of-step",
      `A copy in ${targetRegion} has differed from its source for ${outOfStepMinutes} minutes.`,
      query("MIN", "OutOfStep", outOfStepMinutes * 60),
    );
    alarm(
      "deep-check",
      `A copy in ${targetRegion} lacks objects behind its branches and tags.`,
      query("SUM", "DeepCheckFailures"),
    );
    alarm(
      "deletes-stopped",
      `Branches or tags of a copy in ${targetRegion} were to be deleted on a list of its source that cannot be trusted; they were not.`,
      query("SUM", "GuardStops"),
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
      `The function ${dispatcherName} could not start a task. It tries again twice.`,
      ofFunction(dispatcherName, "Errors"),
    );
    alarm(
      "dispatcher-throttles",
      `The function ${dispatcherName} was held back: the account runs too many functions at once.`,
      ofFunction(dispatcherName, "Throttles"),
    );
    alarm(
      "dispatcher-lost",
      `The function ${dispatcherName} could not keep an event that it failed on: it is not among the dead letters.`,
      ofFunction(dispatcherName, "DestinationDeliveryFailures"),
    );
    if (fastPathName !== undefined) {
      alarm(
        "fast-path-lost",
        `The function ${fastPathName} could not hand a push over to ${dispatcherName}.`,
        ofFunction(fastPathName, "DestinationDeliveryFailures"),
      );
    }
    this.alarmNames = alarmNames;
    this.registerOutputs({ topic: topic.arn });
  }
}
