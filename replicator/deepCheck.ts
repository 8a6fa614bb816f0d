import { zeroOid, type Advertisement } from "./git/advertisement";
import { Connection, type Remote } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { LfsPointers, showing } from "./git/lfsPointers";
import { listRefs } from "./git/listRefs";
import { packObjects } from "./git/packObjects";
import { sendPack } from "./git/sendPack";
import { isManaged, planCommands } from "./plan";
import { ReplicationError } from "./replicationError";
import { refuseSameRepository } from "./sameRepository";

export interface DeepCheckOptions {
  /** Send the whole repository again when the target is damaged, and check once more. Default: false. */
  readonly repair?: boolean;
  readonly idleMilliseconds?: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface DeepCheckReport {
  /** Branches and tags that were checked, with all they refer to. */
  readonly refs: number;
  /** Commits, trees, files and tags behind them, as many on the target as on the source. */
  readonly objects: number;
  readonly repaired: boolean;
  /**
   * Pointers of Git LFS among the target's files, not counting those that it stores as deltas. What they stand for is not
   * in git: nobody has looked whether it is anywhere.
   */
  readonly lfsPointers: number;
  /** Bytes of HTTP bodies received from and sent to both sides. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly milliseconds: number;
}

/** How often the sides are looked at, at most, while pushes come in between. */
const maximumLooks = 5;

/**
 * Proves that the target is complete, and not only that its refs are equal: it must serve everything its branches and
 * tags refer to, with the right checksum, and as many objects as the source. Nothing is kept, so neither disk nor memory
 * limits the size; it costs one transfer of the whole target.
 *
 * @throws ReplicationError `damaged` if the target lacks objects (after a repair: still), `not-converged` if the refs
 *   differ.
 *
 * @example
 * const { objects } = await deepCheck({ url: "http://127.0.0.1:8001/a.git" }, { url: "http://127.0.0.1:8002/b.git" });
 */
export async function deepCheck(
  source: Remote,
  target: Remote,
  options: DeepCheckOptions = {},
): Promise<DeepCheckReport> {
  refuseSameRepository(source, target);
  const started = performance.now();
  const sides = {
    source: new Connection("source", source, options),
    target: new Connection("target", target, options),
  };
  const report = (refs: number, counted: Counted, repaired: boolean): DeepCheckReport => ({
    refs,
    ...counted,
    repaired,
    bytesIn: sides.source.bytesIn + sides.target.bytesIn,
    bytesOut: sides.source.bytesOut + sides.target.bytesOut,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    const tips = await equalTips(sides);
    try {
      return report(tips.refs.size, await countObjects(sides, tips), false);
    } catch (error) {
      if (!isDamage(error) || options.repair !== true) throw error;
      options.onStep?.("damaged", { message: error.message });
    }
    await sendEverything(sides);
    options.onStep?.("repaired", {});
    const after = await equalTips(sides);
    return report(after.refs.size, await countObjects(sides, after), true);
  } finally {
    sides.source.close();
    sides.target.close();
  }
}

interface Sides {
  readonly source: Connection;
  readonly target: Connection;
}

interface Tips {
  readonly refs: ReadonlyMap<string, string>;
  /** Of each side, for fetching. */
  readonly source: Advertisement;
  readonly target: Advertisement;
}

async function equalTips({ source, target }: Sides): Promise<Tips> {
  for (let look = 1; ; look++) {
    const theirs = await listRefs(target, "git-upload-pack");
    const ours = await listRefs(source, "git-upload-pack");
    const differences = planCommands(ours.refs, theirs.refs);
    if (differences.length === 0) {
      const refs = new Map([...theirs.refs].filter(([ref]) => isManaged(ref)));
      return { refs, source: ours, target: theirs };
    }
    if (look === maximumLooks) {
      throw new ReplicationError(
        "not-converged",
        `${differences.length} refs differ, ${differences[0].ref} for one: replicate first, then check again`,
      );
    }
  }
}

type Counted = Pick<DeepCheckReport, "objects" | "lfsPointers">;

/** Of what is behind the tips: as many objects on both sides. */
async function countObjects(sides: Sides, { refs, source, target }: Tips): Promise<Counted> {
  const wants = [...new Set(refs.values())];
  if (wants.length === 0) return { objects: 0, lfsPointers: 0 };
  const request = (offered: ReadonlySet<string>) => ({
    wants,
    haves: [],
    capabilities: fetchCapabilities(offered, new Set(["ofs-delta"]), false),
  });
  const expected = await packObjects(
    await fetchPack(sides.source, request(source.capabilities)),
    "beginning",
  );
  const readWhole = async (): Promise<Counted> => {
    const pointers = new LfsPointers();
    const pack = showing(await fetchPack(sides.target, request(target.capabilities)), pointers);
    const objects = await packObjects(pack, "whole");
    return { objects, lfsPointers: await pointers.end() };
  };
  const found = await readWhole().catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    // An answer may be cut on its way: damage is only what cannot be read a second time either.
    return readWhole().catch((again: unknown) => {
      throw isUnreadable(again) ? damaged(again) : again;
    });
  });
  if (found.objects === expected) return found;
  throw new ReplicationError(
    "damaged",
    `the target has ${found.objects} objects behind its refs, the source ${expected}: repair it, --deep --repair`,
  );
}

/** A server that cannot serve what its refs refer to breaks off in one of these ways. */
function isUnreadable(error: unknown): error is ReplicationError {
  return (
    error instanceof ReplicationError &&
    ["corrupt-pack", "remote-error", "repository-corrupt", "truncated"].includes(error.code)
  );
}

function damaged(cause: ReplicationError): ReplicationError {
  const message = `${cause.message}: the target cannot serve what its refs refer to`;
  return new ReplicationError("damaged", message, { cause });
}

function isDamage(error: unknown): error is ReplicationError {
  return error instanceof ReplicationError && error.code === "damaged";
}

/** Pushes every object without moving a ref: a command whose old and new values are the same needs no deltas. */
async function sendEverything(sides: Sides): Promise<void> {
  const target = await listRefs(sides.target, "git-receive-pack");
  const source = await listRefs(sides.source, "git-upload-pack");
  const commands = [...target.refs]
    .filter(([ref, oid]) => isManaged(ref) && oid !== zeroOid && source.refs.get(ref) === oid)
    .slice(0, 1)
    .map(([ref, oid]) => ({ ref, from: oid, to: oid }));
  const pack = await fetchPack(sides.source, {
    wants: [...new Set([...source.refs].filter(([ref]) => isManaged(ref)).map(([, oid]) => oid))],
    haves: [],
    capabilities: fetchCapabilities(source.capabilities, target.capabilities, false),
  });
  const { unpack, rejected, messages } = await sendPack(sides.target, commands, target.capabilities, pack);
  if (unpack === "ok" && rejected.size === 0) return;
  throw new ReplicationError(
    "damaged",
    `the target did not take the repair (${[unpack, ...rejected.values()].join("; ")}). ${messages.slice(0, 500)} ` +
      "Delete its refs and replicate again",
  );
}
