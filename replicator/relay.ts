import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { objectsIn } from "./git/packObjects";
import { type ByteStream, peek } from "./git/peek";
import { emptyPack, sendPack, type Command, type PushResult } from "./git/sendPack";
import { type Moved, PackWatch } from "./packWatch";
import { isDelete } from "./plan";
import { ReplicationError } from "./replicationError";

export interface Sides<T> {
  readonly source: T;
  readonly target: T;
}

/** After so many unusable packs, one is asked for that takes nothing for granted. */
export const plainest = 3;

export interface RelayOptions {
  /** Object ids the target got since it was listed. */
  readonly pushed: ReadonlySet<string>;
  /**
   * How many packs the target could not complete before. It may lack objects behind its refs, so after a plain retry
   * the pack is asked for without deltas against the target's objects, then whole.
   */
  readonly unusable: number;
  /** The most objects that a pack may announce; default: any number. */
  readonly maximumObjects?: number;
  readonly onProgress?: (moved: Moved) => void;
  /** Told how many pointers of Git LFS the target got, as far as they were seen. */
  readonly onPointers?: (count: number) => void;
}

/**
 * Moves refs of the target, with a pack that goes from the source straight to it.
 *
 * @throws ReplicationError `over-limit` for a pack of too many objects, before the target was asked for anything
 */
export async function relay(
  connections: Sides<Connection>,
  listed: Sides<Advertisement>,
  commands: readonly Command[],
  { pushed, unusable, maximumObjects, onProgress, onPointers }: RelayOptions,
): Promise<PushResult> {
  const { source, target } = listed;
  const haves = new Set(
    unusable >= plainest ? [] : [...target.refs.values(), ...target.extraHaves, ...pushed],
  );
  const updates = commands.filter((command) => !isDelete(command));
  const wants = [...new Set(updates.map(({ to }) => to))].filter((oid) => !haves.has(oid));
  if (wants.length === 0) {
    const pack = updates.length > 0 ? packOf(emptyPack) : undefined;
    return await sendPack(connections.target, commands, target.capabilities, pack);
  }
  const capabilities = fetchCapabilities(source.capabilities, target.capabilities, unusable < 2);
  const pack = await fetchPack(connections.source, { wants, haves: [...haves], capabilities });
  try {
    const checked = maximumObjects === undefined ? pack : await limited(pack, maximumObjects);
    const watch = new PackWatch(onProgress);
    const result = await sendPack(connections.target, commands, target.capabilities, watch.pass(checked));
    if (result.unpack === "ok") onPointers?.(await watch.pointers());
    return result;
  } finally {
    // A push that fails early leaves the rest where it is.
    await pack.return();
  }
}

/** True if the target took offence at the pack, not at a ref. Wrong guesses only cost a larger pack. */
export function isUnusable({ unpack, rejected }: PushResult): boolean {
  return unpack !== "ok" || [...rejected.values()].includes("missing necessary objects");
}

/** The replication is somebody else's: it takes more than it was given. */
export function overLimit(why: string): ReplicationError {
  return new ReplicationError("over-limit", `${why}: replicate it without maximumObjects`);
}

/** Reads the beginning of a pack and gives back the whole. */
async function limited(pack: ByteStream, maximum: number): Promise<ByteStream> {
  const { first, whole } = await peek(pack);
  // A beginning too short for the header says nothing about the rest.
  const objects = first === undefined ? 0 : (objectsIn(first) ?? Infinity);
  if (objects > maximum) throw overLimit(`the pack has ${objects} objects, more than ${maximum}`);
  return whole;
}

async function* packOf(pack: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield await Promise.resolve(pack);
}
