import { archiving } from "./archive";
import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import type { Command } from "./git/sendPack";
import { chunkCommands } from "./plan";
import { relay, type Sides } from "./relay";
import { TakenNames } from "./takenNames";

export interface Archived {
  /** How many tips were put there. */
  readonly refs: number;
  /** Why others could not be, by the ref that still names them. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Puts the tips that a plan takes away on the target's archive. It is a push of its own, since nothing may be taken away
 * before it is known to be there.
 *
 * @param listed Where a tip is on the archive already, it is left at that.
 */
export async function archiveTips(
  connections: Sides<Connection>,
  listed: Sides<Advertisement>,
  plan: readonly Command[],
): Promise<Archived> {
  const now = new Date();
  const taken = new TakenNames(listed.target.refs);
  /** What a tip is archived for, by where: long names that begin alike may share a place. */
  const origins = new Map<string, readonly string[]>();
  const commands: Command[] = [];
  for (const command of plan) {
    const wanted = placeFor(command, now, taken);
    if (wanted === undefined || listed.target.refs.get(wanted.ref) === wanted.to) continue;
    const sharing = origins.get(wanted.ref);
    if (sharing === undefined) commands.push(wanted);
    origins.set(wanted.ref, [...(sharing ?? []), command.ref]);
  }
  const refused = new Map<string, string>();
  for (const some of chunkCommands(commands)) {
    const { rejected } = await relay(connections, listed, some, { pushed: new Set(), unusable: 0 });
    for (const [ref, reason] of rejected) {
      for (const origin of origins.get(ref) ?? []) {
        refused.set(origin, `its tip could not be archived as ${ref}: ${reason}`);
      }
    }
  }
  return { refs: [...origins.values()].filter(([ref]) => !refused.has(ref)).length, refused };
}

/** What archives a tip: where it is already, or else under the first name that no ref is in the way of. */
function placeFor(command: Command, now: Date, taken: TakenNames): Command | undefined {
  for (let attempt = 1; ; attempt++) {
    const wanted = archiving(command, now, attempt);
    if (wanted === undefined) return undefined;
    const ref = taken.take(wanted);
    if (ref !== undefined) return { ...wanted, ref };
  }
}
