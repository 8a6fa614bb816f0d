import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Account } from "../account";
import { isObject } from "../properties";
import type { Metrics } from "./metrics";

/**
 * Metrics that functions and tasks print in the Embedded Metric Format: read from what they print, whenever one of them
 * has ended.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export class EmbeddedMetrics {
  /** How far each log is read, bytes. */
  private readonly read = new Map<string, number>();

  constructor(
    private readonly account: Account,
    private readonly metrics: Metrics,
  ) {
    account.signals.on("invocation", ({ functionName, region }) => {
      this.catchUp(functionName, region);
    });
    account.signals.on("task", ({ family, region, status }) => {
      if (status === "STOPPED") this.catchUp(family, region);
    });
  }

  /** Leaves alone what earlier runs have printed. */
  open(): void {
    const directory = dirname(this.account.logFile("cloud"));
    for (const file of readdirSync(directory).filter((name) => name.endsWith(".log"))) {
      const name = basename(file, ".log");
      this.read.set(name, statSync(this.account.logFile(name)).size);
    }
  }

  private catchUp(name: string, region: string): void {
    const file = openSync(this.account.logFile(name), "a+", 0o600);
    try {
      const start = this.read.get(name) ?? 0;
      const buffer = Buffer.alloc(Math.max(0, statSync(this.account.logFile(name)).size - start));
      const text = buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start));
      // Half a line is read with its other half.
      const end = text.lastIndexOf("\n") + 1;
      this.read.set(name, start + end);
      for (const line of text.subarray(0, end).toString().split("\n")) this.take(line, region);
    } finally {
      closeSync(file);
    }
  }

  private take(line: string, region: string): void {
    const record = line.startsWith("{") && line.includes('"_aws"') ? parsed(line) : undefined;
    const embedded = isObject(record?._aws) ? record._aws : undefined;
    if (record === undefined || embedded === undefined) return;
    const at = typeof embedded.Timestamp === "number" ? embedded.Timestamp : Date.now();
    for (const directive of objects(embedded.CloudWatchMetrics)) {
      const namespace = String(directive.Namespace);
      const sets = Array.isArray(directive.Dimensions) ? (directive.Dimensions as unknown[]) : [[]];
      for (const { Name } of objects(directive.Metrics)) {
        const name = String(Name);
        for (const value of [record[name]].flat()) {
          if (typeof value !== "number") continue;
          for (const set of sets) {
            this.metrics.put({ region, namespace, name, dimensions: dimensionsOf(set, record), value, at });
          }
        }
      }
    }
  }
}

function dimensionsOf(set: unknown, record: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = Array.isArray(set) ? set.map(String) : [];
  return Object.fromEntries(names.map((name) => [name, String(record[name])]));
}

function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
