import { readVariable, type Environment } from "./environment";
import { Logger } from "./log";
import { replicateOne } from "./replicateOne";
import { ReplicationError } from "./replicationError";
import { countsOf } from "./report";

/**
 * The task: replicates REPOSITORY from SOURCE_REGION to TARGET_REGION.
 *
 * @returns the exit code: 0 both sides were seen equal, 1 trying again may help, 2 somebody has to act.
 */
export async function work(environment: Environment, logger: Logger, signal: AbortSignal): Promise<number> {
  const name = readVariable(environment, "REPOSITORY", "the name of the repository");
  const eventTime = Date.parse(readVariable(environment, "EVENT_TIME", "the ISO time of the event"));
  if (Number.isNaN(eventTime)) {
    throw new ReplicationError("environment", "EVENT_TIME is no ISO time, such as 2026-01-31T12:00:00Z");
  }
  await replicateOne(name, environment, logger, { signal, eventTime });
  return 0;
}

async function main(): Promise<void> {
  const logger = new Logger({
    repository: process.env.REPOSITORY,
    sourceRegion: process.env.SOURCE_REGION,
    targetRegion: process.env.TARGET_REGION,
  });
  const stop = new AbortController();
  process.once("SIGTERM", () => {
    logger.log("warn", "stopping", { message: "SIGTERM" });
    stop.abort();
  });
  try {
    process.exitCode = await work(process.env, logger, stop.signal);
  } catch (error) {
    const known = error instanceof ReplicationError;
    logger.log("error", "failed", {
      code: known ? error.code : "bug",
      transient: known && error.transient,
      message: known ? error.message : error instanceof Error ? error.stack : String(error),
      ...(known && error.report !== undefined ? countsOf(error.report) : {}),
    });
    process.exitCode = known && error.transient ? 1 : 2;
  }
}

void main();
