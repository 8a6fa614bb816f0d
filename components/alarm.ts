import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmTopic } from "./alarmTopic";

/** One metric, summed up in one way. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: "Maximum" | "Sum" | "p95";
  /** Seconds. */
  readonly period: number;
}

/** A CloudWatch Metrics Insights query: each time series that it finds is judged on its own. */
export interface AlarmQuery {
  readonly expression: string;
  /** Seconds. */
  readonly period: number;
}

export interface AlarmArgs {
  /** Begins with the environment's prefix, else the topic refuses it. */
  readonly alarmName: string;
  /** What happened, for who gets the message. */
  readonly description: string;
  /** Its heading in docs/operations.md, which says where to look and what to do. */
  readonly runbook: string;
  readonly metric: AlarmMetric | AlarmQuery;
  /** So much, or more, is an alarm. */
  readonly threshold: number;
  /** Of the alarm's own region. */
  readonly topic: AlarmTopic;
  /** What makes the metric. */
  readonly after?: readonly pulumi.Resource[];
}

/**
 * Tells the topic as soon as one period reaches the threshold. No data means that nothing happened.
 *
 * @example
 * new Alarm("ccp-dev-undelivered", {
 *   alarmName: "ccp-dev-undelivered",
 *   description: "Events could not be delivered.",
 *   runbook: "undelivered",
 *   metric: { namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible", dimensions, statistic: "Maximum", period: 300 },
 *   threshold: 1,
 *   topic,
 * });
 */
export class Alarm extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Alarm", name, {}, opts);
    const { alarmName, description, runbook, metric, threshold, topic, after = [] } = args;

    new aws.cloudwatch.MetricAlarm(
      `${name}-alarm`,
      {
        name: alarmName,
        alarmDescription: `${description} What to do: docs/operations.md#${runbook}`,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
        ...("expression" in metric
          ? { metricQueries: [{ id: "query", ...metric, returnData: true }] }
          : summedUp(metric)),
      },
      { parent: this, dependsOn: [...topic.ready, ...after] },
    );
    this.registerOutputs({});
  }
}

/** CloudWatch has one argument for percentiles and one for all else. */
function summedUp({ statistic, ...metric }: AlarmMetric) {
  return statistic === "p95" ? { ...metric, extendedStatistic: statistic } : { ...metric, statistic };
}
