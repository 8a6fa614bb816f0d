import type { Remote } from "../../replicator/git/connection";
import { replicate, type ReplicateOptions } from "../../replicator/replicate";
import { ReplicationError } from "../../replicator/replicationError";
import type { GitRepository } from "../../test/support/git";
import type { Ending, Relay } from "./relay";
import type { World } from "./world";

/** A replication in this process. All that can be done to it is to ask it to stop. */
export function startInProcess(world: World, name: string): Relay {
  const stop = new AbortController();
  const remote = (url: string): Remote => ({
    url,
    credentials: () => Promise.resolve({ username: name, password: "secret" }),
  });
  const ended = replicate(remote(world.urls.source), remote(world.urls.target), {
    defaultBranch: defaultBranchOf(world),
    maximumPasses: 20,
    pauseMilliseconds: 20,
    confirmMilliseconds: 20,
    signal: stop.signal,
  }).then((report): Ending => ({ kind: "equal", report }), failed);
  return {
    ended,
    harm: () => {
      stop.abort();
    },
  };
}

function failed(error: unknown): Ending {
  if (!(error instanceof ReplicationError)) throw error;
  const { code, message, transient } = error;
  return { kind: "failed", code, message, transient };
}

function defaultBranchOf({ source, target }: World): ReplicateOptions["defaultBranch"] {
  const read = async (repository: GitRepository): Promise<string> =>
    (await repository.git("symbolic-ref", "HEAD")).replace("refs/heads/", "");
  return {
    source: () => read(source),
    target: () => read(target),
    set: async (branch) => {
      const ref = `refs/heads/${branch}`;
      // As CodeCommit's API does it, and with what the replicator makes of that.
      if (!(ref in (await target.refs()))) throw new ReplicationError("unavailable", `there is no ${branch}`);
      await target.git("symbolic-ref", "HEAD", ref);
    },
  };
}
