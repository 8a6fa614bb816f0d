import { alarmArn, type DashboardBody, type DashboardMetric, type Widget } from "./dashboard";
import type { Place } from "./place";
import { eachRepository, replicationNamespace } from "./replicationMetrics";

export interface ReplicationDashboardParts {
  /** Of the pipeline. */
  readonly place: Place;
  readonly targetRegion: string;
  /** Physical names. */
  readonly cluster: string;
  readonly deadLettersName: string;
  readonly functionNames: readonly string[];
  readonly alarmNames: readonly string[];
  /** From which lag on there is an alarm, milliseconds. */
  readonly lagMilliseconds: number;
}

/** Seconds. */
const period = 300;

/** The grid has 24 columns: two charts beside each other. */
const half = { width: 12, height: 6 };

/** Everything about one replica, the alarms and the lag first. */
export function replicationDashboard(parts: ReplicationDashboardParts): DashboardBody {
  const { place, targetRegion, cluster, deadLettersName, functionNames, alarmNames, lagMilliseconds } = parts;

  const chart = (title: string, metrics: readonly DashboardMetric[], more: object = {}) => ({
    title,
    region: place.region,
    view: "timeSeries",
    stat: "Sum",
    period,
    metrics,
    ...more,
  });
  const measured = (name: string, options: object = {}): DashboardMetric => [
    replicationNamespace,
    name,
    "TargetRegion",
    targetRegion,
    { ...options },
  ];
  const ofFunctions = (name: string) =>
    functionNames.map((functionName): DashboardMetric => ["AWS/Lambda", name, "FunctionName", functionName]);

  const charts = [
    chart(
      "Lag: from the push until the copy is equal",
      ["p50", "p95", "Maximum"].map((stat) => measured("Lag", { stat, label: stat })),
      { annotations: { horizontal: [{ label: "alarm (p95)", value: lagMilliseconds }] } },
    ),
    chart("Longest lag of each repository", [
      [{ expression: eachRepository("MAX", "Lag", targetRegion), id: "lags", period }],
    ]),
    chart(
      "Passes and commands",
      ["Passes", "Commands", "Deletes"].map((name) => measured(name)),
    ),
    chart(
      "Bytes",
      ["BytesIn", "BytesOut"].map((name) => measured(name)),
    ),
    chart(
      "What went wrong",
      ["Failures", "GuardStops", "OutOfStep", "DeepCheckFailures", "UnusablePacks"].map((name) =>
        measured(name),
      ),
    ),
    chart(
      "What was mended at once",
      ["Retries", "CasMisses"].map((name) => measured(name)),
    ),
    chart("Tasks running and dead letters", [
      ["ECS/ContainerInsights", "TaskCount", "ClusterName", cluster, { stat: "Maximum" }],
      [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        deadLettersName,
        { stat: "Maximum", label: "dead letters" },
      ],
    ]),
    chart("Functions", ["Invocations", "Errors", "Throttles"].flatMap(ofFunctions)),
  ];
  const status: Widget = {
    type: "alarm",
    x: 0,
    y: 0,
    width: 24,
    height: 3,
    properties: {
      title: `Alarms of the copies in ${targetRegion}`,
      alarms: alarmNames.map((alarmName) => alarmArn(place, alarmName)),
    },
  };
  return {
    widgets: [
      status,
      ...charts.map((properties, index): Widget => ({
        type: "metric",
        x: (index % 2) * half.width,
        y: status.height + Math.floor(index / 2) * half.height,
        ...half,
        properties,
      })),
    ],
  };
}
