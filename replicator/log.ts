import { type Dimensions, embedded, type Findings, type Measured, measurementsOf } from "./metrics";

type Level = "info" | "warn" | "error";
type Fields = Readonly<Record<string, unknown>>;

/** Of one repository, and of all that go to the same region: percentiles cannot be put together afterwards. */
const rollUps = [["Repository", "TargetRegion"], ["TargetRegion"]];

/** One JSON object a line: `time`, `level`, `event`, then the caller's fields. Never pass a secret. */
export class Logger {
  constructor(
    private readonly fixed: Fields,
    private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  ) {}

  /** A logger whose lines have these fields too. */
  with(fields: Fields): Logger {
    return new Logger({ ...this.fixed, ...fields }, this.write);
  }

  log(level: Level, event: string, fields: Fields = {}): void {
    this.write(JSON.stringify({ time: new Date().toISOString(), level, event, ...this.fixed, ...fields }));
  }

  /**
   * Measures one replication of one repository. It counts as failed unless the report says that both sides were seen
   * equal.
   *
   * @param lagMilliseconds From the event to the moment both sides were seen equal. Absent: no event asked for it.
   */
  metrics(dimensions: Dimensions, measured: Measured, lagMilliseconds?: number): void {
    this.emit({ ...dimensions }, rollUps, { ...measurementsOf(measured, lagMilliseconds) });
    for (const [Class, Retries] of Object.entries(measured.retries ?? {})) {
      this.emit({ ...dimensions, Class }, [["Repository", "TargetRegion", "Class"]], { Retries });
    }
  }

  /**
   * Measures what a sweep or a deep check found out about one repository. Say 0 too: an alarm ends with it.
   *
   * @example
   * logger.count({ Repository: "payments-api", TargetRegion: "eu-west-1" }, { OutOfStep: 0 });
   */
  count(dimensions: Dimensions, findings: Findings): void {
    this.emit({ ...dimensions }, rollUps, { ...findings });
  }

  private emit(...line: Parameters<typeof embedded>): void {
    this.write(JSON.stringify(embedded(...line)));
  }
}
