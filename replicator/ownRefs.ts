/**
 * The names of the refs that a replication makes on a target for itself. Git keeps no `a` beside `a/b`, so a name with
 * directories would give way to any branch or tag of the source that is called like one of them. These have none, and
 * the source's refs that begin like them are left out: so none of those can be in their way, in neither direction.
 */
const archive = "refs/heads/ccp-archive-";

/** Where a transfer in stages keeps what has arrived: tags, which may name anything and never become a default branch. */
const scratch = "refs/tags/ccp-seed-";

/** True of a name that a source's ref may not have on the target. Some stores of refs do not tell `A` from `a`. */
export function isReserved(ref: string): boolean {
  const folded = ref.toLowerCase();
  return folded.startsWith(archive) || folded.startsWith(scratch);
}

/**
 * A branch of the archive.
 *
 * @param day Such as 2026-01-31.
 */
export function archiveRef(day: string, name: string): string {
  return `${archive}${day}-${name}`;
}

/** The day in the name of a branch of the archive; undefined for any other ref. */
export function archiveDay(ref: string): string | undefined {
  const [, day] =
    /^(\d{4}-\d{2}-\d{2})-./.exec(ref.startsWith(archive) ? ref.slice(archive.length) : "") ?? [];
  return day;
}

/** @param mark Of the replication, in 8 hexadecimal digits: of two that bring the same commit at once, neither may be in the other's way. */
export function scratchRef(oid: string, mark: string): string {
  return `${scratch}${oid.slice(0, 16)}-${mark}`;
}

export function isScratch(ref: string): boolean {
  return ref.startsWith(scratch) && /^[0-9a-f]{16}-[0-9a-f]{8}$/.test(ref.slice(scratch.length));
}
