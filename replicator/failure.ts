import type { Logger } from "./log";
import { ReplicationError } from "./replicationError";
import { countsOf } from "./report";

/** How a task ends: 0 all is done, 1 trying again may help, 2 somebody has to act. */
export type ExitCode = 0 | 1 | 2;

/** Logs why something failed. An error that nobody foresaw is a bug, and its stack says where. */
export function logFailure(error: unknown, logger: Logger): ExitCode {
  const known = error instanceof ReplicationError;
  logger.log("error", "failed", {
    code: known ? error.code : "bug",
    transient: known && error.transient,
    message: known ? error.message : error instanceof Error ? error.stack : String(error),
    ...(known && error.report !== undefined ? countsOf(error.report) : {}),
  });
  return known && error.transient ? 1 : 2;
}
