import { type ArchivedTip, archivedTips, dayOf } from "./archive";
import { type Advertisement, zeroOid } from "./git/advertisement";
import { Connection, type ConnectionOptions, type Remote } from "./git/connection";
import { fetchCapabilities, fetchPack } from "./git/fetchPack";
import { listRefs } from "./git/listRefs";
import { packObjects } from "./git/packObjects";
import { sendPack } from "./git/sendPack";
import { chunkCommands, isManagedBranch } from "./plan";
import { ReplicationError } from "./replicationError";

export interface TidyArchiveOptions extends ConnectionOptions {
  /** How many whole days a tip is kept. */
  readonly retainDays: number;
  readonly now: Date;
  readonly onStep?: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

/** A tip that is part of a branch again was merely pushed upon; one that has been kept for longer than this was not. */
const daysToTell = 1;

/**
 * Deletes the archive's branches whose time is over, and those that keep nothing: the old tips of plain pushes, which
 * the branches still have in their history below their tips.
 *
 * @throws ReplicationError if the target refuses
 */
export async function tidyArchive(target: Remote, options: TidyArchiveOptions): Promise<void> {
  const { retainDays, now, onStep } = options;
  const connection = new Connection("target", target, options);
  try {
    const listed = await listRefs(connection, "git-receive-pack");
    const tips = archivedTips(listed.refs);
    const today = dayOf(now);
    const expired = tips.filter(({ day }) => today - day > retainDays);
    const recent = tips.filter(({ day }) => today - day <= Math.min(daysToTell, retainDays));
    const needless = recent.length === 0 ? [] : await contained(connection, recent);
    await remove(connection, listed, [...expired, ...needless]);
    for (const { ref, oid } of expired) onStep?.("expired", { ref, oid });
    if (needless.length > 0) onStep?.("contained", { refs: needless.length });
  } finally {
    connection.close();
  }
}

/**
 * Those of the tips that are in the history of a branch, below its own tip: that one may have been archived just now by a
 * replication that is about to move the branch away from it. Whatever happens to a branch later, its tip is archived
 * first, with all that is below. Tags keep nothing, because a deleted tag is not archived.
 */
async function contained(target: Connection, tips: readonly ArchivedTip[]): Promise<ArchivedTip[]> {
  // A server lists for each of its two services; this one says what can be fetched, and how.
  const { refs, capabilities } = await listRefs(target, "git-upload-pack");
  const haves = [...new Set([...refs].filter(([ref]) => isManagedBranch(ref)).map(([, oid]) => oid))];
  const branchTips = new Set(haves);
  // As they keep each other, they need not be asked for one by one where all of them are contained, as is the rule.
  const search = async (some: readonly ArchivedTip[]): Promise<ArchivedTip[]> => {
    if (some.length === 0) return [];
    const wants = [...new Set(some.map(({ oid }) => oid))];
    const request = { wants, haves, capabilities: fetchCapabilities(capabilities, new Set(), false) };
    const more = await packObjects(await fetchPack(target, request), "beginning");
    if (more === 0) return [...some];
    if (some.length === 1) return [];
    const half = Math.ceil(some.length / 2);
    return [...(await search(some.slice(0, half))), ...(await search(some.slice(half)))];
  };
  return search(tips.filter(({ ref, oid }) => refs.get(ref) === oid && !branchTips.has(oid)));
}

async function remove(
  target: Connection,
  { capabilities }: Advertisement,
  tips: readonly ArchivedTip[],
): Promise<void> {
  for (const commands of chunkCommands(tips.map(({ ref, oid }) => ({ ref, from: oid, to: zeroOid })))) {
    const { rejected } = await sendPack(target, commands, capabilities);
    if (rejected.size === 0) continue;
    const [ref, reason] = [...rejected][0];
    throw new ReplicationError(
      "not-converged",
      `the target keeps ${rejected.size} branch(es) of its archive, ${ref} for one (${reason}); the next sweep tries again`,
    );
  }
}
