import type { ReplicationReport } from "./report";

/** Where CloudWatch keeps what the replicator measures. */
export const namespace = "codecommit-platform/replication";

export interface Dimensions {
  readonly Repository: string;
  readonly TargetRegion: string;
}

/** What sweeps and deep checks find out, repository by repository: 1, or 0 to say that all is well. */
export interface Findings {
  /** A sweep left the copy different from its source. */
  readonly OutOfStep?: number;
  /** A copy lacked objects behind its refs. */
  readonly DeepCheckFailures?: number;
}

/** What is measured of a report; what is absent did not happen. */
export type Measured = Partial<
  Pick<
    ReplicationReport,
    | "equal"
    | "passes"
    | "bytesIn"
    | "bytesOut"
    | "commands"
    | "deleted"
    | "casMisses"
    | "retries"
    | "guardStops"
    | "unusablePacks"
  >
>;

type Unit = "Count" | "Bytes" | "Milliseconds";

/** How much of what, by the metric's name. */
export type Measurements = Readonly<Record<string, number>>;

const units: Readonly<Record<string, Unit>> = { BytesIn: "Bytes", BytesOut: "Bytes", Lag: "Milliseconds" };

/** One replication, by the names of its metrics. */
export function measurementsOf(measured: Measured, lagMilliseconds?: number): Measurements {
  return {
    Failures: measured.equal === true ? 0 : 1,
    Passes: measured.passes ?? 0,
    BytesIn: measured.bytesIn ?? 0,
    BytesOut: measured.bytesOut ?? 0,
    Commands: measured.commands ?? 0,
    Deletes: measured.deleted?.length ?? 0,
    CasMisses: measured.casMisses ?? 0,
    Retries: Object.values(measured.retries ?? {}).reduce((sum, count) => sum + count, 0),
    GuardStops: measured.guardStops ?? 0,
    UnusablePacks: measured.unusablePacks ?? 0,
    ...(lagMilliseconds === undefined ? {} : { Lag: lagMilliseconds }),
  };
}

/**
 * A line of CloudWatch's Embedded Metric Format: CloudWatch Logs turns it into metrics, once for each set of dimensions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embedded(
  dimensions: Readonly<Record<string, string>>,
  sets: readonly (readonly string[])[],
  measurements: Measurements,
): object {
  const metrics = Object.keys(measurements).map((Name) => ({ Name, Unit: units[Name] ?? "Count" }));
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: sets, Metrics: metrics }],
    },
    ...dimensions,
    ...measurements,
  };
}
