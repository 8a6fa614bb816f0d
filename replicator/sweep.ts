import { readRetainDays } from "./archive";
import { copyOf } from "./copy";
import { eachRepository } from "./eachRepository";
import type { Environment } from "./environment";
import type { ExitCode } from "./failure";
import type { Logger } from "./log";
import { replicateOne } from "./replicateOne";
import { ReplicationError } from "./replicationError";
import { tidyArchive } from "./tidyArchive";

/** Repositories at the same time: mostly there is nothing to do but to wait for two lists. */
const atOnce = 4;

/**
 * Brings all copies up to their sources, whatever became of the events, says which of them were left different, and
 * takes out of their archives what need not be kept any longer.
 *
 * @returns the worst exit code; what fails of one repository keeps none of the others from it
 */
export async function sweep(
  names: readonly string[],
  environment: Environment,
  logger: Logger,
  signal: AbortSignal,
): Promise<ExitCode> {
  const retainDays = readRetainDays(environment);
  return await eachRepository(names, { atOnce, signal }, logger, async (name, named) => {
    const { target, dimensions } = copyOf(name, environment);
    try {
      await replicateOne(name, environment, named, { signal });
    } catch (error) {
      if (!isAborted(error)) named.count(dimensions, { OutOfStep: 1 });
      throw error;
    }
    named.count(dimensions, { OutOfStep: 0 });
    if (retainDays === undefined) return;
    try {
      await tidyArchive(target.remote, {
        ...{ retainDays, signal },
        now: new Date(),
        onStep: (step, details) => {
          named.log("info", step, details);
        },
      });
    } catch (error) {
      // An alarm would not hear of it otherwise, and the archive would grow for ever.
      if (!isAborted(error)) named.metrics(dimensions, {});
      throw error;
    }
  });
}

function isAborted(error: unknown): boolean {
  return error instanceof ReplicationError && error.code === "aborted";
}
