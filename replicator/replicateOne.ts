import { readRetainDays } from "./archive";
import { copyOf } from "./copy";
import type { Environment } from "./environment";
import type { Logger } from "./log";
import { replicate, type ReplicateOptions } from "./replicate";
import { ReplicationError } from "./replicationError";
import { countsOf } from "./report";

export interface ReplicateOneOptions extends Pick<
  ReplicateOptions,
  "signal" | "maximumObjects" | "expectedRef"
> {
  /** When the push that asks for it happened, in milliseconds since 1970: the lag begins here. Absent: none asks. */
  readonly eventTime?: number;
  /** A task does what could not be done here, and measures it: a failure is none yet. Default: false. */
  readonly handsOver?: boolean;
}

/**
 * Replicates one repository from SOURCE_REGION to TARGET_REGION, logs each step and measures the whole. Where no push
 * asked for it and nothing was to be done, nothing is measured: each metric of each repository costs by the hour.
 *
 * @throws ReplicationError if both sides were not seen equal
 */
export async function replicateOne(
  name: string,
  environment: Environment,
  logger: Logger,
  { eventTime, handsOver = false, ...options }: ReplicateOneOptions,
): Promise<void> {
  const { source, target, dimensions } = copyOf(name, environment);
  try {
    const report = await replicate(source.remote, target.remote, {
      ...options,
      archive: readRetainDays(environment) !== undefined,
      defaultBranch: {
        source: source.defaultBranch,
        target: target.defaultBranch,
        set: target.setDefaultBranch,
      },
      onStep: (step, details) => {
        logger.log(step === "pointers-without-objects" ? "warn" : "info", step, details);
      },
    });
    logger.log("info", "equal", countsOf(report));
    if (eventTime !== undefined) logger.metrics(dimensions, report, Date.now() - eventTime);
    else if (report.passes > 1) logger.metrics(dimensions, report);
  } catch (error) {
    const report = error instanceof ReplicationError ? error.report : undefined;
    if (!handsOver) logger.metrics(dimensions, report ?? {});
    throw error;
  }
}
