import { copyOf } from "./copy";
import { deepCheck } from "./deepCheck";
import { eachRepository } from "./eachRepository";
import type { Environment } from "./environment";
import type { ExitCode } from "./failure";
import type { Logger } from "./log";
import { replicateOne } from "./replicateOne";

/** Repositories at the same time: each is read whole. */
const atOnce = 2;

/**
 * Proves of all copies that they are complete, and sends everything again to one that is not. It is reported as damaged
 * all the same: what lost objects once may do so again.
 *
 * @returns the worst exit code; what fails of one repository keeps none of the others from it
 */
export async function deepChecks(
  names: readonly string[],
  environment: Environment,
  logger: Logger,
  signal: AbortSignal,
): Promise<ExitCode> {
  return await eachRepository(names, { atOnce, signal }, logger, async (name, named) => {
    const { source, target, dimensions } = copyOf(name, environment);
    // Only equal refs can be compared any deeper.
    await replicateOne(name, environment, named, { signal });
    let damaged = false;
    try {
      const report = await deepCheck(source.remote, target.remote, {
        ...{ signal, repair: true },
        onStep: (step, details) => {
          damaged ||= step === "damaged";
          named.log(step === "damaged" ? "error" : "info", step, details);
        },
      });
      named.log("info", "complete", { ...report });
      if (report.lfsPointers > 0)
        named.log("warn", "pointers-without-objects", { pointers: report.lfsPointers });
    } catch (error) {
      if (damaged) named.count(dimensions, { DeepCheckFailures: 1 });
      else named.metrics(dimensions, {});
      throw error;
    }
    named.count(dimensions, { DeepCheckFailures: damaged ? 1 : 0 });
  });
}
