import type { Logger } from "./log";
import { ReplicationError } from "./replicationError";
import { countsOf } from "./report";

/** How a task ends: 0 all is done, 1 trying again may help, 2 somebody has to act. */
export type ExitCode = 0 | 1 | 2;

/** Logs why something failed. An error that nobody foresaw is a bug, and its stack says where. */
export function logFailure(error: unknown, logger: Logger): ExitCode {
  logger.log("error", "failed", failureOf(error));
  return error instanceof ReplicationError && error.transient ? 1 : 2;
}

/** The same for what somebody else does instead. */
export function logHandover(error: unknown, logger: Logger): void {
  const level = error instanceof ReplicationError ? "info" : "error";
  logger.log(level, "handed-over", failureOf(error));
}

function failureOf(error: unknown): Record<string, unknown> {
  if (error instanceof ReplicationError) {
    const { code, transient, message, report } = error;
    return { code, transient, message, ...(report === undefined ? {} : countsOf(report)) };
  }
  return {
    code: "bug",
    transient: false,
    message: error instanceof Error ? error.stack : String(error),
  };
}
