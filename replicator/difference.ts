import { Connection, type Remote } from "./git/connection";
import { listRefs } from "./git/listRefs";
import type { Command } from "./git/sendPack";
import { planCommands } from "./plan";
import { type Scope, withinScope } from "./scope";
import { refuseSameRepository } from "./sameRepository";

/**
 * What a replication would do to the target now. Nothing is changed.
 *
 * @returns no command if both sides are equal
 */
export async function differenceOf(
  source: Remote,
  target: Remote,
  options: { readonly scope?: Scope; readonly signal?: AbortSignal } = {},
): Promise<readonly Command[]> {
  refuseSameRepository(source.url, target.url);
  const [from, to] = [new Connection("source", source, options), new Connection("target", target, options)];
  try {
    const theirs = await listRefs(to, "git-receive-pack");
    const ours = await listRefs(from, "git-upload-pack");
    return planCommands(
      withinScope(ours.refs, options.scope),
      withinScope(theirs.refs, options.scope),
      ours.defaultBranch,
    );
  } finally {
    from.close();
    to.close();
  }
}
