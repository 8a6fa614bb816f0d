import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Alarm, type AlarmArgs } from "./alarm";
import type { AlarmTopic } from "./alarmTopic";
import {
  auditFilters,
  auditNamespace,
  deniedPushes,
  deniedPushFilters,
  deniedPushQuery,
  identityDimension,
} from "./documents/auditFilters";
import type { Place } from "./documents/place";

export interface AuditAlarmsArgs {
  readonly place: Place;
  /** Where the trail of all regions writes to. */
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly topic: AlarmTopic;
  /** So many denied pushes of one identity … */
  readonly deniedPushes: number;
  /** … within this time are an alarm: 1 to 180 minutes. */
  readonly deniedPushMinutes: number;
}

/** Alarms on what the trail records: each is an alarm on a metric that filters on the log group count for. */
export class AuditAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: AuditAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:AuditAlarms", name, {}, opts);
    const { place, logGroup, topic, deniedPushes: deniedPushThreshold, deniedPushMinutes } = args;
    const namespace = auditNamespace(place);

    const count = (
      { key, metricName, pattern }: { key: string; metricName: string; pattern: string },
      dimensions?: Record<string, string>,
    ) =>
      new aws.cloudwatch.LogMetricFilter(
        `${name}-${key}-filter`,
        {
          name: `${place.prefix}-${key}`,
          logGroupName: logGroup.name,
          pattern,
          metricTransformation: { namespace, name: metricName, value: "1", unit: "Count", dimensions },
        },
        { parent: this },
      );
    const tell = (
      { key, description }: { key: string; description: string },
      alarm: Pick<AlarmArgs, "metric" | "threshold" | "after">,
    ) =>
      new Alarm(
        `${name}-${key}`,
        { alarmName: `${place.prefix}-${key}`, description, runbook: key, topic, ...alarm },
        { parent: this },
      );

    for (const filter of auditFilters(place)) {
      const { metricName } = filter;
      tell(filter, {
        metric: { namespace, metricName, statistic: "Sum", period: 300 },
        threshold: 1,
        after: [count(filter)],
      });
    }
    const { metricName } = deniedPushes;
    tell(deniedPushes, {
      metric: { expression: deniedPushQuery(place), period: deniedPushMinutes * 60 },
      threshold: deniedPushThreshold,
      after: deniedPushFilters.map(({ key, identity, pattern }) =>
        count({ key, metricName, pattern }, { [identityDimension]: identity }),
      ),
    });
    this.registerOutputs({});
  }
}
