import { deepChecks } from "./deepChecks";
import { type Environment, readList, readVariable } from "./environment";
import { type ExitCode, logFailure } from "./failure";
import { Logger } from "./log";
import { replicateOne } from "./replicateOne";
import { ReplicationError } from "./replicationError";
import { sweep } from "./sweep";

/**
 * The task, as TASK says: `replicate` (or nothing) brings the copy of REPOSITORY up to its source, `sweep` those of
 * REPOSITORIES, and `deep-check` proves besides that they are complete.
 */
export async function work(environment: Environment, logger: Logger, signal: AbortSignal): Promise<ExitCode> {
  const task = environment.TASK ?? "replicate";
  if (task === "sweep" || task === "deep-check") {
    const names = readList(environment, "REPOSITORIES", "the names of the repositories, comma separated");
    return await (task === "sweep" ? sweep : deepChecks)(names, environment, logger.with({ task }), signal);
  }
  if (task !== "replicate") {
    throw new ReplicationError("environment", `TASK is ${task}: set it to replicate, sweep or deep-check`);
  }
  const name = readVariable(environment, "REPOSITORY", "the name of the repository");
  const eventTime = Date.parse(readVariable(environment, "EVENT_TIME", "the ISO time of the event"));
  if (Number.isNaN(eventTime)) {
    throw new ReplicationError("environment", "EVENT_TIME is no ISO time, such as 2026-01-31T12:00:00Z");
  }
  const expectedRef = environment.EXPECTED_REF;
  await replicateOne(name, environment, logger, { signal, eventTime, expectedRef });
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
    process.exitCode = logFailure(error, logger);
  }
}

void main();
