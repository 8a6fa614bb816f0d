import { readFileSync } from "node:fs";

/** What a preview found, as the engine's events tell it. */
export interface Forecast {
  /** Whether an update would change anything, a protection or an export included. */
  readonly changes: boolean;
  /** What the stack would export. */
  readonly exports: Readonly<Record<string, unknown>>;
}

interface ResourceEvent {
  readonly metadata: {
    readonly op: string;
    readonly type: string;
    readonly old?: ResourceState | null;
    readonly new?: ResourceState | null;
  };
}

interface ResourceState {
  readonly protect?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface EngineEvent {
  readonly resourcePreEvent?: ResourceEvent;
  readonly resOutputsEvent?: ResourceEvent;
}

/** Reads what `--event-log` wrote: one event a line. Source: apitype.EngineEvent of Pulumi 3.248. */
export function readForecast(file: string): Forecast {
  const events = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  const before = events.flatMap(({ resourcePreEvent }) => resourcePreEvent ?? []);
  const root = events
    .flatMap(({ resOutputsEvent }) => resOutputsEvent ?? [])
    .filter(({ metadata }) => metadata.type === "pulumi:pulumi:Stack")
    .at(-1);
  const exports = root?.metadata.new?.outputs ?? {};
  return {
    changes:
      before.some(isChange) || JSON.stringify(root?.metadata.old?.outputs ?? {}) !== JSON.stringify(exports),
    exports,
  };
}

/** That a resource is not protected any more is a change that the engine counts as "same". */
function isChange({ metadata }: ResourceEvent): boolean {
  const protection = (state?: ResourceState | null) => state?.protect ?? false;
  return (
    !["same", "read"].includes(metadata.op) ||
    (metadata.op === "same" && protection(metadata.old) !== protection(metadata.new))
  );
}
