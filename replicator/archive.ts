import { zeroOid } from "./git/advertisement";
import type { Command } from "./git/sendPack";
import { type Environment, readNumber } from "./environment";
import { isArchive, isManagedBranch } from "./plan";
import type { RefAtOid } from "./report";

/** A tip on the copy's archive, and the day it was put there. */
export interface ArchivedTip extends RefAtOid {
  /** In days since 1970, UTC. */
  readonly day: number;
}

/** CodeCommit takes 256 characters. Of a file system that keeps refs as files, a part may have 255 bytes. */
const longestBranch = 250;

const millisecondsPerDay = 24 * 60 * 60 * 1000;

/** For how many days the copies keep overwritten and deleted tips: RETAIN_DAYS. Absent: not at all. */
export function readRetainDays(environment: Environment): number | undefined {
  return readNumber(environment, "RETAIN_DAYS", { least: 1, most: 3650 });
}

/**
 * What creates the archive's branch for the tip that a command takes away, or would: whether a new tip has the old one
 * in its history, nobody has told yet. A name that would be too long ends early. A tag's old value is in the log only,
 * because a branch cannot name every object.
 *
 * @example
 * archiving({ ref: "refs/heads/main", from: "1a2b3c4…", to: "5d6e7f8…" }, new Date("2026-01-31"));
 * // { ref: "refs/heads/archive/2026-01-31/main-1a2b3c4", from: "0000…", to: "1a2b3c4…" }
 */
export function archiving({ ref, from }: Command, now: Date): Command | undefined {
  if (from === zeroOid || !isManagedBranch(ref)) return undefined;
  const prefix = `archive/${now.toISOString().slice(0, 10)}/`;
  const suffix = `-${shortened(from)}`;
  const branch = cut(ref.slice("refs/heads/".length), longestBranch - prefix.length - suffix.length);
  return { ref: `refs/heads/${prefix}${branch}${suffix}`, from: zeroOid, to: from };
}

/** The beginning of a text, of as many bytes at the most, without a broken character at its end. */
function cut(text: string, bytes: number): string {
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, "");
}

/** The archive's branches that {@link archiving} made: another's are nobody's to delete. */
export function archivedTips(refs: ReadonlyMap<string, string>): ArchivedTip[] {
  return [...refs].flatMap(([ref, oid]) => {
    const date = /^refs\/heads\/archive\/(\d{4}-\d{2}-\d{2})\/./.exec(ref)?.[1] ?? "";
    const time = Date.parse(date);
    if (!isArchive(ref) || Number.isNaN(time) || !ref.endsWith(`-${shortened(oid)}`)) return [];
    return [{ ref, oid, day: time / millisecondsPerDay }];
  });
}

/** Today, in days since 1970, UTC. */
export function dayOf(now: Date): number {
  return Math.floor(now.getTime() / millisecondsPerDay);
}

function shortened(oid: string): string {
  return oid.slice(0, 7);
}
