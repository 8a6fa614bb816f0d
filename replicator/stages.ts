import { randomBytes } from "node:crypto";
import { type Advertisement, zeroOid } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { historyAtDepth } from "./git/historyAtDepth";
import { type Command, type PushResult, sendPack } from "./git/sendPack";
import { isScratch, scratchRef } from "./plan";
import type { Sides } from "./relay";
import { ReplicationError } from "./replicationError";

export interface StageOptions {
  readonly connections: Sides<Connection>;
  readonly listed: Sides<Advertisement>;
  /** How many objects were too many already. */
  readonly tooMany?: number;
  readonly onStep: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * Brings a history that is too large for one push to the target piece by piece, the oldest first. Tags under
 * archive/seed/ hold what has arrived, so that after a kill the next run goes on from there.
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
   * @throws ReplicationError `unsplittable` when one commit alone is too large
   */
  async bring(wants: readonly string[]): Promise<void> {
    const missing = wants.filter((oid) => !this.held.has(oid));
    if (missing.length === 0 || (await this.push(missing, false))) return;
    if (missing.length > 1) {
      for (const oid of missing) await this.bring([oid]);
      return;
    }
    const [oid] = missing;
    for (let depth = (await this.depthOf(oid)) / 2; depth >= 2; depth /= 2) {
      const older = await historyAtDepth(this.options.connections.source, [oid], depth);
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

  /** How far it is to the beginning, at most, rounded up to a power of two. */
  private async depthOf(oid: string): Promise<number> {
    let depth = 1;
    while ((await historyAtDepth(this.options.connections.source, [oid], depth)).length > 0) depth *= 2;
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
    const first = await pack.next();
    // "PACK", a version, a count (gitformat-pack).
    const objects = first.done || first.value.length < 12 ? 0 : first.value.readUInt32BE(8);
    if (!sure && objects >= this.tooMany) {
      await pack.return(undefined);
      return false;
    }
    const whole = (async function* () {
      if (!first.done) yield first.value;
      yield* pack;
    })();
    const suffix = randomBytes(4).toString("hex");
    const commands = wants.map((to) => ({ ref: scratchRef(to, suffix), from: zeroOid, to }));
    const before = connections.target.bytesOut;
    const fits = await sendPack(connections.target, commands, listed.target.capabilities, whole)
      .then(accepted)
      .catch((error: unknown) =>
        refusedForSize(error, sure && connections.target.bytesOut - before < suspiciousBytes),
      );
    onStep("staged", { commits: wants.length, objects, ok: fits });
    if (fits) for (const oid of wants) this.held.add(oid);
    else this.tooMany = Math.min(this.tooMany, objects);
    return fits;
  }
}

/** Removes what stages have left on the target. */
export async function removeScratch(target: Connection, listed: Advertisement): Promise<void> {
  const deletes: Command[] = [...listed.refs]
    .filter(([ref]) => isScratch(ref))
    .map(([ref, from]) => ({ ref, from, to: zeroOid }));
  if (deletes.length > 0) await sendPack(target, deletes, listed.capabilities);
}

/** A push of this size that breaks off may have been too large for the target, in bytes. */
export const suspiciousBytes = 8 * 1024 * 1024;

/** True if a target says that it was too much, in the words of git or of a gateway. */
export function saysTooLarge(text: string): boolean {
  return /maximum allowed size|too large/i.test(text);
}

function accepted({ messages, rejected }: PushResult): boolean {
  if (rejected.size === 0) return true;
  const [reason] = rejected.values();
  if (saysTooLarge(`${messages} ${reason}`)) return false;
  throw new ReplicationError(
    "rejected",
    `the target refused a part of the history: ${reason}. ${messages.slice(0, 500)}`,
  );
}

/**
 * @param certain Whether it takes the target's word: to divide a piece because of a broken connection does no harm, but
 * what cannot be divided is given up for good.
 * @throws what has another reason than size; a broken connection may have this one.
 */
function refusedForSize(error: unknown, certain: boolean): false {
  const codes = ["too-large", ...(certain ? [] : ["unavailable", "network", "timeout", "truncated"])];
  if (
    error instanceof ReplicationError &&
    codes.includes(error.code) &&
    !error.message.startsWith("source ")
  ) {
    return false;
  }
  throw error;
}
