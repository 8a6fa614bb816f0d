import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { emptyPack, sendPack, type Command, type PushResult } from "./git/sendPack";
import { isDelete } from "./plan";

export interface Sides<T> {
  readonly source: T;
  readonly target: T;
}

/**
 * Moves refs of the target, with a pack that goes from the source straight to it.
 *
 * @param pushed Object ids the target got since it was listed.
 * @param unusable How many packs the target could not complete before. It may lack objects behind its refs, so
 *   after a plain retry the pack is asked for without deltas against the target's objects, then whole.
 */
export async function relay(
  connections: Sides<Connection>,
  listed: Sides<Advertisement>,
  commands: readonly Command[],
  pushed: ReadonlySet<string>,
  unusable: number,
): Promise<PushResult> {
  const { source, target } = listed;
  const haves = new Set(unusable >= 3 ? [] : [...target.refs.values(), ...target.extraHaves, ...pushed]);
  const updates = commands.filter((command) => !isDelete(command));
  const wants = [...new Set(updates.map(({ to }) => to))].filter((oid) => !haves.has(oid));
  let pack: AsyncGenerator<Buffer> | undefined;
  if (wants.length > 0) {
    const capabilities = fetchCapabilities(source.capabilities, target.capabilities, unusable < 2);
    pack = await fetchPack(connections.source, { wants, haves: [...haves], capabilities });
  } else if (updates.length > 0) {
    pack = packOf(emptyPack);
  }
  return await sendPack(connections.target, commands, target.capabilities, pack);
}

/** True if the target took offence at the pack, not at a ref. Wrong guesses only cost a larger pack. */
export function isUnusable({ unpack, rejected }: PushResult): boolean {
  return unpack !== "ok" || [...rejected.values()].includes("missing necessary objects");
}

async function* packOf(pack: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield await Promise.resolve(pack);
}
