import { compareSides } from "../compareSides";
import { zeroOid } from "../git/advertisement";
import type { Command as RefCommand } from "../git/sendPack";
import type { Command } from "./command";
import { defaultBranchOf } from "./defaultBranches";
import { plural } from "./wording";

/**
 * Lists what a replication would do, and does nothing.
 *
 * @returns whether both sides are equal
 */
export async function compareCommand({ source, target, scope, json, signal }: Command): Promise<boolean> {
  const defaultBranch = defaultBranchOf(source, target);
  const found = await compareSides(source.remote, target.remote, { scope, signal, defaultBranch });
  if (json) {
    console.log(JSON.stringify(found));
    return found.equal;
  }
  const lines = found.commands.map(describe);
  if (found.defaultBranch !== undefined) {
    const { from = "none", to } = found.defaultBranch;
    lines.push(`set the default branch to ${to}, now ${from}`);
  }
  console.log(
    found.equal ? "equal: nothing to do" : [...lines, plural(lines.length, "difference")].join("\n"),
  );
  return found.equal;
}

function describe({ ref, from, to }: RefCommand): string {
  if (from === zeroOid) return `create ${ref} at ${to}`;
  return to === zeroOid ? `delete ${ref}, now at ${from}` : `update ${ref} from ${from} to ${to}`;
}
