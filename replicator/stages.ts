import { type Advertisement, zeroOid } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { historyAtDepth } from "./git/historyAtDepth";
import { objectsIn } from "./git/packObjects";
import { peek } from "./git/peek";
import { type PushResult, sendPack } from "./git/sendPack";
import { isScratch, scratchRef } from "./ownRefs";
import { chunkCommands, commandsPerPush } from "./plan";
import { type Refusal, refusalsOf } from "./outcomes";
import { PackWatch } from "./packWatch";
import type { Sides } from "./relay";
import { ReplicationError } from "./replicationError";
import { saysTooLarge, wasTooLarge } from "./tooLarge";

export interface StageOptions {
  readonly connections: Sides<Connection>;
  readonly listed: Sides<Advertisement>;
  /** Part of the names of its tags: no other replication has it. */
  readonly mark: string;
  /** How many objects were too many already. */
  readonly tooMany?: number;
  readonly onStep: (step: string, details: Readonly<Record<string, unknown>>) => void;
  /** Told how many pointers of Git LFS a piece had. */
  readonly onPointers: (count: number) => void;
}

/** The target did not take a piece, and its size is not the reason: another replication may have brought it meanwhile. */
export class PieceRefused extends Error {
  constructor(
    readonly refusals: readonly Refusal[],
    readonly result: PushResult,
  ) {
    super("the target refused a part of the history");
  }
}

/**
 * Brings a history that is too large for one push to the target piece by piece, the oldest first. Tags hold
 * what has arrived, so that after a kill the next run goes on from there.
 */
export class Stages {
  /** Object ids that the target has, with all they refer to. */
  readonly held: Set<string>;
  /** The fewest objects of a pack that was too large: one with more is not even sent, but divided. */
  private tooMany: number;

  constructor(private readonly options: StageOptions) {
    this.held = new Set(options.listed.target.refs.values());
    this.tooMany = options.tooMany ?? Infinity;
  }

  /**
   * Brings commits with all their history, in as many pieces as it takes: half of the way to the beginning first, then
   * half of the rest, each divided in its turn.
   *
   * @throws PieceRefused
   * @throws ReplicationError `unsplittable` when one commit alone is too large
   */
  async bring(wants: readonly string[]): Promise<void> {
    const missing = wants.filter((oid) => !this.held.has(oid));
    if (missing.length === 0) return;
    if (missing.length <= commandsPerPush && (await this.push(missing, false))) return;
    if (missing.length > 1) {
      // The first has most of the history, mostly; what the others have besides often goes over at once.
      const half = Math.ceil((missing.length + 1) / 2);
      for (const some of [missing.slice(0, 1), missing.slice(1, half), missing.slice(half)]) {
        await this.bring(some);
      }
      return;
    }
    const [oid] = missing;
    for (let depth = (await this.depthOf(oid)) / 2; depth >= 2; depth /= 2) {
      const older = await this.historyAt(depth, oid);
      if (older.every((each) => this.held.has(each))) continue;
      await this.bring(older);
      if (await this.push([oid], false)) return;
    }
    if (await this.push([oid], true)) return;
    throw new ReplicationError(
      "unsplittable",
      `commit ${oid} alone is too large for the target: raise its limit, or push that commit by another way`,
    );
  }

  private historyAt(depth: number, oid: string): Promise<string[]> {
    const { connections, listed } = this.options;
    return historyAtDepth(connections.source, [oid], depth, listed.source.capabilities);
  }

  /** How far it is to the beginning, at most, rounded up to a power of two. */
  private async depthOf(oid: string): Promise<number> {
    let depth = 1;
    while ((await this.historyAt(depth, oid)).length > 0) depth *= 2;
    return depth;
  }

  /** @returns false if it was too large, or is sure to be */
  private async push(wants: readonly string[], sure: boolean): Promise<boolean> {
    const { connections, listed, onStep } = this.options;
    const pack = await fetchPack(connections.source, {
      wants,
      haves: [...this.held, ...listed.target.extraHaves],
      capabilities: fetchCapabilities(listed.source.capabilities, listed.target.capabilities, true),
    });
    const { first, whole } = await peek(pack);
    const objects = (first && objectsIn(first)) ?? 0;
    const before = connections.target.bytesOut;
    let fits: boolean;
    try {
      if (!sure && objects >= this.tooMany) return false;
      const commands = wants.map((to) => ({ ref: scratchRef(to, this.options.mark), from: zeroOid, to }));
      const watch = new PackWatch();
      const { capabilities } = listed.target;
      const result = await sendPack(connections.target, commands, capabilities, watch.pass(whole));
      fits = !saysTooLarge(result);
      if (result.unpack === "ok") this.options.onPointers(await watch.pointers());
      if (fits && result.rejected.size > 0) throw new PieceRefused(refusalsOf(commands, result), result);
    } catch (error) {
      const tooLarge = wasTooLarge(error, connections.target.bytesOut - before);
      // Of a piece that cannot be divided nobody wants a guess.
      if (tooLarge === undefined || (sure && tooLarge !== "known")) throw error;
      fits = false;
    } finally {
      await pack.return();
    }
    onStep("staged", { commits: wants.length, objects, ok: fits });
    if (fits) for (const oid of wants) this.held.add(oid);
    else this.tooMany = Math.min(this.tooMany, objects);
    return fits;
  }
}

/**
 * Removes what stages have left on the target.
 *
 * @returns what it refused to remove, by ref
 */
export async function removeScratch(
  target: Connection,
  listed: Advertisement,
): Promise<ReadonlyMap<string, Refusal>> {
  const refused = new Map<string, Refusal>();
  const deletes = [...listed.refs]
    .filter(([ref]) => isScratch(ref))
    .map(([ref, from]) => ({ ref, from, to: zeroOid }));
  for (const commands of chunkCommands(deletes)) {
    const result = await sendPack(target, commands, listed.capabilities);
    for (const refusal of refusalsOf(commands, result)) refused.set(refusal.ref, refusal);
  }
  return refused;
}
