import type { Properties } from "../../engine/provider";
import { isObject, optionalNumber, optionalText, textMap } from "../properties";
import type { Datum } from "./metrics";

/** What an alarm looks at. */
export interface Watched {
  readonly namespace: string;
  readonly name: string;
  /** SampleCount, Average, Sum, Minimum, Maximum or a percentile. */
  readonly statistic: string;
  readonly periodMs: number;
  /** The time series that a datum belongs to, or undefined when the alarm does not look at it. */
  series(datum: Datum): string | undefined;
}

/** `SELECT SUM(metric) FROM SCHEMA("namespace", dimension, …) WHERE … GROUP BY dimension, …`, as far as alarms use it. */
const query =
  /^SELECT\s+(\w+)\((\w+)\)\s+FROM\s+SCHEMA\("([^"]+)"((?:\s*,\s*"?\w+"?)*)\)(?:\s+WHERE\s+(.+?))?(?:\s+GROUP\s+BY\s+([\w\s,"]+?))?(?:\s+ORDER\s+BY\s+.+)?$/i;

const statistics: Readonly<Record<string, string>> = {
  AVG: "Average",
  COUNT: "SampleCount",
  MAX: "Maximum",
  MIN: "Minimum",
  SUM: "Sum",
};

/**
 * Reads what an alarm watches: one metric, or one query of Metrics Insights, each of whose time series is judged on its
 * own. Undefined for anything else, such as metric math: that alarm never has enough data here.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function watchedBy(alarm: Properties): Watched | undefined {
  const [only, ...others] = Array.isArray(alarm.metricQueries) ? alarm.metricQueries.filter(isObject) : [];
  if (only === undefined) return metricOf(alarm);
  return others.length === 0 ? queryOf(only) : undefined;
}

function metricOf(alarm: Properties): Watched | undefined {
  const namespace = optionalText(alarm, "namespace");
  const name = optionalText(alarm, "metricName");
  const statistic = optionalText(alarm, "statistic") ?? optionalText(alarm, "extendedStatistic");
  if (namespace === undefined || name === undefined || statistic === undefined) return undefined;
  const wanted = key(textMap(alarm, "dimensions"));
  return {
    namespace,
    name,
    statistic,
    periodMs: periodOf(alarm),
    series: ({ dimensions }) => (key(dimensions) === wanted ? "" : undefined),
  };
}

function queryOf(metricQuery: Properties): Watched | undefined {
  const expression = optionalText(metricQuery, "expression")?.trim() ?? "";
  const [, fn = "", name = "", namespace = "", schema = "", where, groups = ""] =
    query.exec(expression) ?? [];
  const statistic = statistics[fn.toUpperCase()];
  const conditions = conditionsOf(where);
  if (statistic === undefined || conditions === undefined) return undefined;
  const wanted = names(schema).sort().join();
  return {
    namespace,
    name,
    statistic,
    periodMs: periodOf(metricQuery),
    series: ({ dimensions }) =>
      Object.keys(dimensions).sort().join() === wanted &&
      conditions.every(([dimension, value]) => dimensions[dimension] === value)
        ? names(groups)
            .map((dimension) => dimensions[dimension])
            .join()
        : undefined,
  };
}

/** Dimensions and the values that they must have; undefined for conditions of another kind. */
function conditionsOf(where?: string): [string, string][] | undefined {
  if (where === undefined) return [];
  const conditions = where
    .split(/\s+AND\s+/i)
    .map((condition) => /^"?(\w+)"?\s*=\s*'([^']*)'$/.exec(condition));
  return conditions.every((condition) => condition !== null)
    ? conditions.map(([, dimension, value]) => [dimension, value])
    : undefined;
}

function names(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim().replaceAll('"', ""))
    .filter((name) => name !== "");
}

function periodOf(properties: Properties): number {
  return (optionalNumber(properties, "period") ?? 60) * 1000;
}

/** Dimensions, whatever their order. */
function key(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
}
