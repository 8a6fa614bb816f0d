import { archiving } from "./archive";
import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import type { Command } from "./git/sendPack";
import { chunkCommands } from "./plan";
import { relay, type Sides } from "./relay";

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
  /** What a tip is archived for, by where: long names that begin alike may share a place. */
  const origins = new Map<string, readonly string[]>();
  const commands: Command[] = [];
  for (const command of plan) {
    const wanted = archiving(command, now);
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
