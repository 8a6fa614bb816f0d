import { z } from "zod";

/** The run of a schedule, as the schedule's own input transformer words it. */
const scheduledRun = z.strictObject({
  id: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  task: z.enum(["sweep", "deep-check"]),
  // As CodeCommit names them, so a comma can part them. Source: CodeCommit API reference, "RepositoryMetadata".
  repositories: z.array(z.string().regex(/^[\w.-]{1,100}$/)).min(1),
});

export type ScheduledRun = z.infer<typeof scheduledRun>;

/**
 * Reads what a schedule gives. Its place needs no look: only this replica's rules may invoke the function.
 *
 * @returns undefined for an event that is no schedule's
 * @throws for a malformed one
 * @example
 * readScheduledRun({ id: "1", time: "2026-01-31T12:00:00Z", task: "sweep", repositories: ["payments-api"] });
 */
export function readScheduledRun(event: unknown): ScheduledRun | undefined {
  if (typeof event !== "object" || event === null || !("task" in event)) return undefined;
  return scheduledRun.parse(event);
}
