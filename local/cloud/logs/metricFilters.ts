import type { Properties, ResourceHandler } from "../../engine/provider";
import type { Account } from "../account";
import type { Metrics } from "../cloudwatch/metrics";
import { nested, physicalName, text, textMap } from "../properties";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { type FilterPattern, parseFilterPattern, selected } from "./filterPattern";
import type { LogEvent, Logs } from "./logs";

/** Metric filters: what comes into a log group and matches counts for a metric. */
export class MetricFilters {
  private readonly table: Table<StoredResource>;
  private readonly patterns = new Map<string, FilterPattern>();

  constructor(
    account: Account,
    private readonly logs: Logs,
    private readonly metrics: Metrics,
  ) {
    this.table = account.store.table("metricFilters");
    logs.watch((region, group, event) => {
      this.count(region, group, event);
    });
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:cloudwatch/logMetricFilter:LogMetricFilter": recordHandler(this.table, {
        replaceOn: ["name", "logGroupName"],
        exists: "ResourceAlreadyExistsException",
        check: checkFilter,
        describe: (inputs, context) => {
          checkFilter(inputs);
          const group = this.logs.get(text(inputs, "logGroupName"), context.region);
          const name = physicalName(inputs, context);
          return { id: `${group.id}:${name}`, outputs: { name } };
        },
      }),
    };
  }

  private count(region: string, group: string, { timestamp, message }: LogEvent): void {
    for (const { inputs, region: home } of this.table.values()) {
      if (home !== region || inputs.logGroupName !== group) continue;
      if (!this.pattern(text(inputs, "pattern"))(message)) continue;
      const transformation = nested(inputs, "metricTransformation");
      const value = Number(valueOf(text(transformation, "value"), message));
      const dimensions = dimensionsOf(transformation, message);
      if (dimensions === undefined || Number.isNaN(value)) continue;
      this.metrics.put({
        region,
        namespace: text(transformation, "namespace"),
        name: text(transformation, "name"),
        dimensions,
        value,
        at: timestamp,
      });
    }
  }

  private pattern(source: string): FilterPattern {
    const known = this.patterns.get(source) ?? parseFilterPattern(source);
    this.patterns.set(source, known);
    return known;
  }
}

function checkFilter(inputs: Properties): void {
  parseFilterPattern(text(inputs, "pattern"));
  const transformation = nested(inputs, "metricTransformation");
  for (const value of [
    text(transformation, "value"),
    ...Object.values(textMap(transformation, "dimensions")),
  ]) {
    if (value.startsWith("$")) selected("{}", value);
  }
}

/** A field's value, or what was given. */
function valueOf(given: string, message: string): unknown {
  return given.startsWith("$") ? selected(message, given) : given;
}

/** Undefined when a field is absent: such an event does not count. */
function dimensionsOf(transformation: Properties, message: string): Record<string, string> | undefined {
  const dimensions: Record<string, string> = {};
  for (const [name, selector] of Object.entries(textMap(transformation, "dimensions"))) {
    const value = valueOf(selector, message);
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    dimensions[name] = String(value);
  }
  return dimensions;
}
