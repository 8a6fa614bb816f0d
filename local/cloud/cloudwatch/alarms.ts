import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Deliveries } from "../deliveries";
import { optionalText, physicalName, text, textMap, texts } from "../properties";
import type { Topics } from "../sns/topics";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { dashboardHandler } from "./dashboards";
import { type AlarmState, comparisonOperators, evaluateAlarm, percentileOf } from "./evaluation";
import type { Datum, Metrics } from "./metrics";
import { type Watched, watchedBy } from "./watched";

/** An alarm as it stands. */
export interface Alarm {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly state: AlarmState;
  /** The time series in alarm, of an alarm that judges several. */
  readonly series: readonly string[];
}

const actionsOf = {
  ALARM: "alarmActions",
  OK: "okActions",
  INSUFFICIENT_DATA: "insufficientDataActions",
} as const;

/** Alarms: evaluated whenever something is measured that they watch, and whenever somebody asks. */
export class Alarms {
  private readonly table: Table<StoredResource>;
  /** By alarm and time series. Nothing is known of any after a restart. */
  private readonly states = new Map<string, Map<string, AlarmState>>();

  constructor(
    private readonly account: Account,
    private readonly metrics: Metrics,
    private readonly topics: Topics,
    private readonly deliveries: Deliveries,
  ) {
    this.table = account.store.table("alarms");
    metrics.watch((datum) => {
      this.judge(datum);
    });
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:cloudwatch/metricAlarm:MetricAlarm": recordHandler(this.table, {
        replaceOn: ["name"],
        exists: "AlarmExists",
        check: checkAlarm,
        describe: (inputs, context) => {
          checkAlarm(inputs);
          const name = physicalName(inputs, context);
          const alarmArn = arn(this.account, "cloudwatch", context.region, `alarm:${name}`);
          return { id: name, outputs: { name, arn: alarmArn } };
        },
        remove: ({ outputs }) => {
          this.states.delete(text(outputs, "arn"));
        },
      }),
      "aws:cloudwatch/dashboard:Dashboard": dashboardHandler(this.account),
    };
  }

  /** Every alarm as it stands now. */
  all(): Alarm[] {
    return this.table.values().map((alarm) => {
      const alarmArn = text(alarm.outputs, "arn");
      const watched = watchedBy(alarm.inputs);
      const known = this.statesOf(alarmArn);
      if (watched !== undefined) {
        const judged = known.size === 0 ? [""] : [...known.keys()];
        for (const series of judged) this.evaluate(alarm, watched, series, Date.now());
      }
      const states = [...known];
      const series = states.filter(([, state]) => state === "ALARM").map(([name]) => name);
      const calm = states.some(([, state]) => state === "OK") ? "OK" : "INSUFFICIENT_DATA";
      return {
        arn: alarmArn,
        name: alarm.id,
        region: alarm.region,
        state: series.length > 0 ? "ALARM" : calm,
        series: series.filter((name) => name !== ""),
      };
    });
  }

  private judge(datum: Datum): void {
    for (const alarm of this.table.values()) {
      if (alarm.region !== datum.region) continue;
      const watched = watchedBy(alarm.inputs);
      if (watched?.namespace !== datum.namespace || watched.name !== datum.name) continue;
      const series = watched.series(datum);
      if (series === undefined) continue;
      // What was over before this came is told first, as CloudWatch would have when its time was up.
      this.evaluate(alarm, watched, series, datum.at, datum);
      this.evaluate(alarm, watched, series, datum.at);
    }
  }

  private evaluate(
    alarm: StoredResource,
    watched: Watched,
    series: string,
    now: number,
    without?: Datum,
  ): void {
    const states = this.statesOf(text(alarm.outputs, "arn"));
    const before = states.get(series) ?? "INSUFFICIENT_DATA";
    const points = this.metrics
      .of(alarm.region, watched.namespace, watched.name)
      .filter((datum) => datum !== without && watched.series(datum) === series);
    const { statistic, periodMs } = watched;
    const after = evaluateAlarm(alarm.inputs, statistic, periodMs, points, now, before);
    states.set(series, after);
    if (after !== before) this.tell(alarm, series, before, after);
  }

  private tell(alarm: StoredResource, series: string, before: AlarmState, after: AlarmState): void {
    const alarmArn = text(alarm.outputs, "arn");
    this.account.signals.emit("alarm", { alarmArn, name: alarm.id, series, state: after, at: Date.now() });
    if (alarm.inputs.actionsEnabled === false) return;
    const source = { service: "cloudwatch.amazonaws.com", sourceArn: alarmArn };
    const message = messageOf(this.account.accountId, alarm, series, before, after);
    const subject = `${after}: "${alarm.id}" in ${alarm.region}`;
    for (const action of texts(alarm.inputs, actionsOf[after])) {
      this.deliveries.attempt(alarmArn, action, message, () =>
        action.split(":")[2] === "sns"
          ? this.topics.publish(action, source, { subject, message })
          : "recorded",
      );
    }
  }

  private statesOf(alarmArn: string): Map<string, AlarmState> {
    const known = this.states.get(alarmArn) ?? new Map<string, AlarmState>();
    this.states.set(alarmArn, known);
    return known;
  }
}

/** @throws {AwsError} ValidationError */
function checkAlarm(inputs: Properties): void {
  const operator = text(inputs, "comparisonOperator");
  if (!comparisonOperators.includes(operator)) {
    throw new AwsError("ValidationError", `${operator} is none of ${comparisonOperators.join(", ")}`);
  }
  const extended = optionalText(inputs, "extendedStatistic");
  if (extended !== undefined && optionalText(inputs, "statistic") !== undefined) {
    throw new AwsError("ValidationError", "An alarm has either a statistic or an extended statistic");
  }
  if (extended !== undefined && percentileOf(extended) === undefined) {
    throw new AwsError("ValidationError", `${extended} is no percentile such as p95 or p99.9`);
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
function messageOf(
  accountId: string,
  { id, region, inputs, outputs }: StoredResource,
  series: string,
  before: AlarmState,
  after: AlarmState,
): string {
  const watched = watchedBy(inputs);
  return JSON.stringify({
    AlarmName: id,
    AlarmDescription: optionalText(inputs, "alarmDescription") ?? null,
    AWSAccountId: accountId,
    NewStateValue: after,
    NewStateReason: series === "" ? `It is ${after} now.` : `${series} is ${after} now.`,
    StateChangeTime: new Date().toISOString().replace("Z", "+0000"),
    Region: region,
    AlarmArn: outputs.arn,
    OldStateValue: before,
    OKActions: texts(inputs, "okActions"),
    AlarmActions: texts(inputs, "alarmActions"),
    InsufficientDataActions: texts(inputs, "insufficientDataActions"),
    Trigger: {
      MetricName: watched?.name,
      Namespace: watched?.namespace,
      ...statisticOf(watched?.statistic),
      Dimensions: Object.entries(textMap(inputs, "dimensions")).map(([name, value]) => ({ name, value })),
      Period: (watched?.periodMs ?? 0) / 1000,
      EvaluationPeriods: inputs.evaluationPeriods,
      ComparisonOperator: inputs.comparisonOperator,
      Threshold: inputs.threshold,
      TreatMissingData: optionalText(inputs, "treatMissingData") ?? "missing",
    },
  });
}

function statisticOf(statistic = "") {
  return percentileOf(statistic) === undefined
    ? { StatisticType: "Statistic", Statistic: statistic.toUpperCase() }
    : { StatisticType: "ExtendedStatistic", ExtendedStatistic: statistic };
}
