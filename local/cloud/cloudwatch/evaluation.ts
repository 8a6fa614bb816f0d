import type { Properties } from "../../engine/provider";
import { optionalNumber, optionalText } from "../properties";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Point {
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const comparisonOperators = Object.keys(comparisons);

/**
 * The state of an alarm over one time series: of the last periods up to now, so many must breach.
 *
 * The periods end now; CloudWatch's begin at full minutes.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: Properties,
  statistic: string,
  periodMs: number,
  points: readonly Point[],
  now: number,
  before: AlarmState,
): AlarmState {
  const periods = optionalNumber(alarm, "evaluationPeriods") ?? 1;
  const needed = optionalNumber(alarm, "datapointsToAlarm") ?? periods;
  const threshold = optionalNumber(alarm, "threshold") ?? 0;
  const breaches = comparisons[optionalText(alarm, "comparisonOperator") ?? ""];
  const missing = optionalText(alarm, "treatMissingData") ?? "missing";
  if (breaches === undefined) return "INSUFFICIENT_DATA";
  const values = Array.from({ length: periods }, (_, index) => {
    const end = now - index * periodMs;
    return summed(
      statistic,
      points.filter(({ at }) => at > end - periodMs && at <= end).map(({ value }) => value),
    );
  });
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) {
    if (missing === "ignore") return before;
    if (missing === "missing") return "INSUFFICIENT_DATA";
  }
  const breaching = known.filter((value) => breaches(value, threshold)).length;
  const absent = missing === "breaching" ? periods - known.length : 0;
  return breaching + absent >= needed ? "ALARM" : "OK";
}

function summed(statistic: string, values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const percent = percentileOf(statistic);
  if (percent !== undefined) return percentile(values, percent);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case "Average":
      return sum / values.length;
    case "SampleCount":
      return values.length;
    case "Minimum":
      return values.reduce((least, value) => Math.min(least, value));
    case "Maximum":
      return values.reduce((most, value) => Math.max(most, value));
    default:
      return sum;
  }
}

/** `p95` → 95; undefined for what is no percentile. */
export function percentileOf(statistic: string): number | undefined {
  const [, percent] = /^p(\d{1,2}(?:\.\d{1,2})?|100)$/.exec(statistic) ?? [];
  return percent === undefined ? undefined : Number(percent);
}

/** The least value that so many in a hundred do not exceed. CloudWatch interpolates; the next value up is close enough. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
