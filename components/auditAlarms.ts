import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Alarm, type AlarmArgs } from "./alarm";
import type { AlarmTopic } from "./alarmTopic";
import {
  auditFilters,
  auditNamespace,
  deniedPushFilter,
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

/** Alarms on what the trail records: each is a metric filter on the log group and an alarm on its metric. */
export class AuditAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: AuditAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:AuditAlarms", name, {}, opts);
    const { place, logGroup, topic, deniedPushes, deniedPushMinutes } = args;
    const namespace = auditNamespace(place);

    const watch = (
      { key, pattern, metricName, description }: ReturnType<typeof auditFilters>[number],
      dimensions: Record<string, string> | undefined,
      alarm: Pick<AlarmArgs, "metric" | "threshold">,
    ) => {
      const filter = new aws.cloudwatch.LogMetricFilter(
        `${name}-${key}-filter`,
        {
          name: `${place.prefix}-${key}`,
          logGroupName: logGroup.name,
          pattern,
          metricTransformation: { namespace, name: metricName, value: "1", unit: "Count", dimensions },
        },
        { parent: this },
      );
      new Alarm(
        `${name}-${key}`,
        { alarmName: `${place.prefix}-${key}`, description, runbook: key, topic, after: [filter], ...alarm },
        { parent: this },
      );
    };

    for (const filter of auditFilters(place)) {
      const { metricName } = filter;
      watch(filter, undefined, {
        metric: { namespace, metricName, statistic: "Sum", period: 300 },
        threshold: 1,
      });
    }
    watch(
      deniedPushFilter,
      { [identityDimension]: "$.userIdentity.arn" },
      {
        metric: { expression: deniedPushQuery(place), period: deniedPushMinutes * 60 },
        threshold: deniedPushes,
      },
    );
    this.registerOutputs({});
  }
}
