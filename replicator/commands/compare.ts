import { differenceOf } from "../difference";
import { zeroOid } from "../git/advertisement";
import type { Command as RefCommand } from "../git/sendPack";
import type { Command } from "./command";
import { plural } from "./wording";

/**
 * Lists what a replication would do, and does nothing.
 *
 * @returns whether both sides are equal
 */
export async function compareCommand({ source, target, scope, json, signal }: Command): Promise<boolean> {
  const difference = await differenceOf(source.remote, target.remote, { scope, signal });
  const equal = difference.length === 0;
  if (json) console.log(JSON.stringify({ equal, commands: difference }));
  else if (equal) console.log("equal: nothing to do");
  else console.log([...difference.map(describe), plural(difference.length, "difference")].join("\n"));
  return equal;
}

function describe({ ref, from, to }: RefCommand): string {
  if (from === zeroOid) return `create ${ref} at ${to}`;
  return to === zeroOid ? `delete ${ref}, now at ${from}` : `update ${ref} from ${from} to ${to}`;
}
