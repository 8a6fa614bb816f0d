import { zeroOid } from "./git/advertisement";
import type { Command } from "./git/sendPack";
import { type Environment, readNumber } from "./environment";
import { archiveDay, archiveRef } from "./ownRefs";
import { isManagedBranch } from "./plan";
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
 * because a branch cannot name every object. What an earlier version archived keeps its day.
 *
 * @param attempt Each gives another name.
 * @example
 * archiving({ ref: "refs/heads/fix/a", from: "1a2b3c4…", to: "5d6e7f8…" }, new Date("2026-01-31"));
 * // { ref: "refs/heads/ccp-archive-2026-01-31-fix+a-1a2b3c4", from: "0000…", to: "1a2b3c4…" }
 */
export function archiving({ ref, from }: Command, now: Date, attempt = 1): Command | undefined {
  if (from === zeroOid || !isManagedBranch(ref)) return undefined;
  const earlier = earlierTip(ref, from);
  const day = earlier?.day ?? now.toISOString().slice(0, 10);
  const flat = (earlier?.branch ?? ref.slice("refs/heads/".length)).replaceAll("/", "+");
  const place = (name: string): string =>
    archiveRef(day, `${attempt === 1 ? "" : `${attempt}-`}${name}-${shortened(from)}`);
  const room = longestBranch - Buffer.byteLength(place("").slice("refs/heads/".length));
  return { ref: place(cut(flat, room)), from: zeroOid, to: from };
}

/** True of a command that takes away what an earlier version archived: its branches were `archive/<day>/<branch>-<short id>`. */
export function takesEarlierTip({ ref, from }: Command): boolean {
  return earlierTip(ref, from) !== undefined;
}

function earlierTip(ref: string, oid: string): { readonly day: string; readonly branch: string } | undefined {
  const [, day, branch, id] =
    /^refs\/heads\/archive\/(\d{4}-\d{2}-\d{2})\/(.+)-([0-9a-f]{7})$/.exec(ref) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(day)) || id !== shortened(oid)) return undefined;
  return { day, branch };
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
    const time = Date.parse(archiveDay(ref) ?? "");
    if (Number.isNaN(time) || !ref.endsWith(`-${shortened(oid)}`)) return [];
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
