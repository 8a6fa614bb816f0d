import type { Command } from "./git/sendPack";
import { isManagedBranch, splitAtBranch } from "./plan";
import type { Push } from "./push";
import { ReplicationError } from "./replicationError";
import type { Scope } from "./scope";

export interface DefaultMove {
  readonly before: string | undefined;
  readonly branch: string;
  readonly scope: Scope | undefined;
  /** Sets the target's default branch; `before` is for the log. */
  readonly set: (branch: string, before?: string) => Promise<void>;
}

/**
 * Sends a plan, and sets the target's default branch on the way. A host refuses to delete its default branch: that has
 * to wait until another one is the default, and so do the branches whose names it is in the way of.
 */
export async function sendAndMoveDefault(
  push: Push,
  plan: readonly Command[],
  { before, branch, scope = () => true, set }: DefaultMove,
): Promise<void> {
  const { first, last } = splitAtBranch(plan, `refs/heads/${before}`);
  await push.send(first);
  const waiting = new Set(last.map(({ ref }) => ref));
  if (waiting.has(`refs/heads/${branch}`)) {
    const standIn = [...push.listed.source.refs.keys()].find(
      (ref) => isManagedBranch(ref) && scope(ref) && !waiting.has(ref) && !push.rejected.has(ref),
    );
    if (standIn === undefined) {
      throw new ReplicationError(
        "rejected",
        `the default branch ${before} became ${branch}, which cannot be created before ${before} is gone, ` +
          "and the target has no other branch that could be the default meanwhile: " +
          "push one more branch to the source, then run it again",
      );
    }
    await set(standIn.slice("refs/heads/".length), before);
    await push.send(last);
    if (!push.rejected.has(`refs/heads/${branch}`)) await set(branch);
  } else if (!push.rejected.has(`refs/heads/${branch}`)) {
    await set(branch, before);
    await push.send(last);
  }
}
