import { pack } from "./pack";

/** What the replication does on a schedule, beside following each push. */
export type ScheduledTask = "sweep" | "deep-check";

/** One EventBridge rule of the replication. */
export interface ReplicationSchedule {
  readonly task: ScheduledTask;
  readonly ruleName: string;
  /** `rate(30 minutes)`. */
  readonly rate: string;
  /** What each of its targets gives to the dispatcher, as templates over {@link schedulePaths}. */
  readonly templates: readonly string[];
}

/** Where a template finds the run's id and time, which make one run of a schedule differ from the next. */
export const schedulePaths = { id: "$.id", time: "$.time" };

/** EventBridge user guide, "Amazon EventBridge quotas": targets a rule, which cannot be raised. */
export const targetsPerRule = 5;

/**
 * EventBridge takes templates of 8,192 characters, and ECS as many for all overrides of a task, in which the dispatcher
 * hands the names on: this leaves room for id, time and what is around them.
 * Sources: EventBridge API reference, "InputTransformer"; ECS API reference, "RunTask".
 */
export const templateCharacters = 7500;

/**
 * The schedules that sweep, and deeply check, all of these repositories.
 *
 * @param name what the names of the rules begin with
 * @example
 * replicationSchedules("ccp-dev-eu-west-1", ["payments-api"], { sweepMinutes: 30, deepCheckDays: 0 });
 * // [{ task: "sweep", ruleName: "ccp-dev-eu-west-1-sweep-0", rate: "rate(30 minutes)", templates: […] }]
 */
export function replicationSchedules(
  name: string,
  repositories: readonly string[],
  every: { readonly sweepMinutes: number; readonly deepCheckDays: number },
): ReplicationSchedule[] {
  return [
    ...schedules(name, repositories, "sweep", rate(every.sweepMinutes, "minute")),
    ...(every.deepCheckDays === 0
      ? []
      : schedules(name, repositories, "deep-check", rate(every.deepCheckDays, "day"))),
  ];
}

function schedules(
  name: string,
  repositories: readonly string[],
  task: ScheduledTask,
  rate: string,
): ReplicationSchedule[] {
  const templates = pack(
    repositories,
    (names) => template(task, names),
    (text) => text.length,
    templateCharacters,
    "schedule",
  );
  return Array.from({ length: Math.ceil(templates.length / targetsPerRule) }, (_, index) => ({
    task,
    ruleName: `${name}-${task}-${index}`,
    rate,
    templates: templates.slice(index * targetsPerRule, (index + 1) * targetsPerRule),
  }));
}

/** EventBridge puts the values in quotes itself. Source: user guide, "Amazon EventBridge input transformation". */
function template(task: ScheduledTask, repositories: readonly string[]): string {
  return `{"id":<id>,"time":<time>,"task":"${task}","repositories":${JSON.stringify(repositories)}}`;
}

/** `rate(1 hours)` is as wrong as `rate(5 hour)`. Source: EventBridge user guide, "Rate expressions". */
function rate(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
