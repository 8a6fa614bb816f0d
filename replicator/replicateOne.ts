import { codeCommitRepository } from "./codeCommit";
import { type Environment, readVariable } from "./environment";
import type { Logger } from "./log";
import { replicate, type ReplicateOptions } from "./replicate";
import { ReplicationError } from "./replicationError";
import { countsOf } from "./report";

export interface ReplicateOneOptions extends Pick<ReplicateOptions, "signal" | "maximumObjects"> {
  /** When what asked for it happened, in milliseconds since 1970: the lag begins here. */
  readonly eventTime: number;
  /** A task does what could not be done for now, and measures it: a transient failure is not one yet. Default: false. */
  readonly handsOver?: boolean;
}

/**
 * Replicates one repository from SOURCE_REGION to TARGET_REGION, logs each step and measures the whole.
 *
 * @throws ReplicationError if both sides were not seen equal
 */
export async function replicateOne(
  name: string,
  environment: Environment,
  logger: Logger,
  { eventTime, handsOver = false, ...options }: ReplicateOneOptions,
): Promise<void> {
  const sourceRegion = readVariable(environment, "SOURCE_REGION", "the region to replicate from");
  const targetRegion = readVariable(environment, "TARGET_REGION", "the region to replicate to");
  const source = codeCommitRepository({ region: sourceRegion, name }, environment);
  const target = codeCommitRepository({ region: targetRegion, name }, environment);
  const dimensions = { Repository: name, TargetRegion: targetRegion };
  try {
    const report = await replicate(source.remote, target.remote, {
      ...options,
      defaultBranch: {
        source: source.defaultBranch,
        target: target.defaultBranch,
        set: target.setDefaultBranch,
      },
      onStep: (step, details) => {
        logger.log("info", step, details);
      },
    });
    logger.log("info", "equal", countsOf(report));
    logger.metrics(dimensions, report, Date.now() - eventTime);
  } catch (error) {
    const known = error instanceof ReplicationError ? error : undefined;
    if (!(handsOver && known?.transient === true)) logger.metrics(dimensions, known?.report ?? {});
    throw error;
  }
}
