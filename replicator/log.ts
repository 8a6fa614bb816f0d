import type { ReplicationReport } from "./report";

type Level = "info" | "warn" | "error";
type Measured = Pick<ReplicationReport, "passes" | "unusablePacks" | "bytesIn" | "bytesOut">;
type Fields = Readonly<Record<string, unknown>>;

/** One JSON object a line: `time`, `level`, `event`, then the caller's fields. Never pass a secret. */
export class Logger {
  constructor(
    private readonly fixed: Fields,
    private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  ) {}

  log(level: Level, event: string, fields: Fields = {}): void {
    this.write(JSON.stringify({ time: new Date().toISOString(), level, event, ...this.fixed, ...fields }));
  }

  /**
   * One line of CloudWatch's Embedded Metric Format: CloudWatch Logs turns it into metrics.
   *
   * @param lagMilliseconds From the event to the moment both sides were seen equal.
   */
  metrics(
    dimensions: Readonly<{ Repository: string; TargetRegion: string }>,
    { passes, unusablePacks, bytesIn, bytesOut }: Measured,
    lagMilliseconds?: number,
  ): void {
    const values = {
      Failures: { value: lagMilliseconds === undefined ? 1 : 0, unit: "Count" },
      UnusablePacks: { value: unusablePacks, unit: "Count" },
      Passes: { value: passes, unit: "Count" },
      BytesIn: { value: bytesIn, unit: "Bytes" },
      BytesOut: { value: bytesOut, unit: "Bytes" },
      ...(lagMilliseconds === undefined ? {} : { Lag: { value: lagMilliseconds, unit: "Milliseconds" } }),
    };
    const metric = {
      Namespace: "codecommit-platform/replication",
      Dimensions: [Object.keys(dimensions)],
      Metrics: Object.entries(values).map(([Name, { unit }]) => ({ Name, Unit: unit })),
    };
    this.write(
      JSON.stringify({
        _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] },
        ...dimensions,
        ...Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value])),
      }),
    );
  }
}
