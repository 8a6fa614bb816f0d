import { compareSides, type Comparison } from "../compareSides";
import { zeroOid } from "../git/advertisement";
import type { Command as RefCommand } from "../git/sendPack";
import type { DefaultBranch } from "../defaultBranch";
import { messageOf, ReplicationError } from "../replicationError";
import type { Command } from "./command";
import { defaultBranchOf } from "./defaultBranches";
import { plural } from "./wording";

/**
 * Lists what a replication would do, and does nothing.
 *
 * @returns whether both sides are equal
 */
export async function compareCommand(command: Command): Promise<boolean> {
  const found = await compare(command);
  if (command.json) {
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

/** Of somebody who may pull and nothing else, the API says no more than git does: then the branches and tags are compared. */
async function compare({ source, target, scope, signal }: Command): Promise<Comparison> {
  const port = defaultBranchOf(source, target);
  let denied: unknown;
  const noting =
    (read: DefaultBranch["target"]): DefaultBranch["target"] =>
    (abort) =>
      read(abort).catch((error: unknown) => {
        if (error instanceof ReplicationError && error.code === "access-denied") denied = error;
        throw error;
      });
  const defaultBranch = port && {
    ...port,
    source: port.source && noting(port.source),
    target: noting(port.target),
  };
  try {
    return await compareSides(source.remote, target.remote, { scope, signal, defaultBranch });
  } catch (error) {
    if (error !== denied) throw error;
    console.error(`note: the default branches were not compared: ${messageOf(error)}`);
    return await compareSides(source.remote, target.remote, { scope, signal });
  }
}

function describe({ ref, from, to }: RefCommand): string {
  if (from === zeroOid) return `create ${ref} at ${to}`;
  return to === zeroOid ? `delete ${ref}, now at ${from}` : `update ${ref} from ${from} to ${to}`;
}
