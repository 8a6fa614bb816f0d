import { type ExitCode, logFailure } from "./failure";
import type { Logger } from "./log";
import { ReplicationError } from "./replicationError";

export interface EachRepositoryOptions {
  /** How many at the same time. */
  readonly atOnce: number;
  /** After it no other repository is begun. */
  readonly signal: AbortSignal;
}

/**
 * Does the same with each repository. What fails is logged and keeps none of the others from it.
 *
 * @param act Gets a logger that names the repository.
 * @returns the worst exit code
 */
export async function eachRepository(
  names: readonly string[],
  { atOnce, signal }: EachRepositoryOptions,
  logger: Logger,
  act: (name: string, logger: Logger) => Promise<void>,
): Promise<ExitCode> {
  const waiting = [...names];
  const codes: ExitCode[] = [0];
  const take = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const named = logger.with({ repository: name });
      try {
        if (signal.aborted)
          throw new ReplicationError("aborted", "stopped before it was its turn; run it again");
        await act(name, named);
      } catch (error) {
        codes.push(logFailure(error, named));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, take));
  return codes.reduce((worst, code) => (code > worst ? code : worst));
}
