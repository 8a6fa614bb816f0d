import { differenceBetween, lookAtSource, lookAtTarget, type LookOptions } from "./difference";
import { Connection, type Remote } from "./git/connection";
import type { Command } from "./git/sendPack";
import { refuseEmptySource } from "./plan";
import { refuseSameRepository } from "./sameRepository";
import { withinScope } from "./scope";

export interface Comparison {
  readonly equal: boolean;
  readonly commands: readonly Command[];
  /** What the target's default branch is, and what it would become; absent where it stays. */
  readonly defaultBranch?: { readonly from: string | undefined; readonly to: string };
}

/**
 * What a replication would do to the target now. Nothing is changed, and nobody needs a right to.
 *
 * @throws ReplicationError `source-empty` where a replication would, too
 */
export async function compareSides(
  source: Remote,
  target: Remote,
  options: LookOptions = {},
): Promise<Comparison> {
  refuseSameRepository(source, target);
  const [from, to] = [new Connection("source", source, options), new Connection("target", target, options)];
  try {
    const theirs = await lookAtTarget(to, options, "compare");
    const ours = await lookAtSource(from, options);
    refuseEmptySource(ours.listed.refs, withinScope(theirs.listed.refs, options.scope));
    const { equal, plan, move } = differenceBetween(ours, theirs, options);
    return {
      equal,
      commands: plan,
      ...(move === undefined ? {} : { defaultBranch: { from: theirs.head, to: move } }),
    };
  } finally {
    from.close();
    to.close();
  }
}
