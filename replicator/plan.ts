import { zeroOid } from "./git/advertisement";
import type { Command } from "./git/sendPack";
import { isReserved } from "./ownRefs";
import { ReplicationError } from "./replicationError";

type Refs = ReadonlyMap<string, string>;

/** CodeCommit takes at most 4,000 commands a push; half of it keeps each push short. */
export const commandsPerPush = 2_000;

/**
 * The namespaces that are kept equal: branches and tags. Everything else on the target is left alone: hosts
 * keep refs of their own there (pull requests, notes), which cannot be pushed and must not be deleted.
 *
 * The names of {@link isReserved} belong to the target alone, where a backup keeps overwritten and deleted tips. So the
 * source's refs of such names are not replicated: they might overwrite a backup, or be in its way.
 */
export function isManaged(ref: string): boolean {
  return isManagedBranch(ref) || (ref.startsWith("refs/tags/") && !isReserved(ref));
}

export function isManagedBranch(ref: string): boolean {
  return ref.startsWith("refs/heads/") && !isReserved(ref);
}

/**
 * The commands that make the target equal to the source: deletes first, because `a` must go before `a/b`
 * can come; then the default branch, because hosts make the first pushed branch their default.
 */
export function planCommands(source: Refs, target: Refs, defaultBranch?: string): Command[] {
  const deletes: Command[] = [];
  const updates: Command[] = [];
  for (const [ref, from] of target) {
    if (isManaged(ref) && !source.has(ref)) deletes.push({ ref, from, to: zeroOid });
  }
  for (const [ref, to] of source) {
    const from = target.get(ref) ?? zeroOid;
    if (!isManaged(ref) || from === to) continue;
    const command = { ref, from, to };
    if (ref === `refs/heads/${defaultBranch}`) updates.unshift(command);
    else updates.push(command);
  }
  return [...deletes, ...updates];
}

export function isDelete({ to }: Command): boolean {
  return to === zeroOid;
}

/**
 * Parts a plan into what can be pushed while a branch is there and what has to wait until it may be deleted:
 * its deletion, and the creation of branches that it is a directory of, or that are a directory of it.
 */
export function splitAtBranch(
  commands: readonly Command[],
  branch: string,
): { readonly first: Command[]; readonly last: Command[] } {
  if (!commands.some((command) => isDelete(command) && command.ref === branch)) {
    return { first: [...commands], last: [] };
  }
  const waits = ({ ref, from }: Command): boolean =>
    ref === branch || (from === zeroOid && (ref.startsWith(`${branch}/`) || branch.startsWith(`${ref}/`)));
  return {
    first: commands.filter((command) => !waits(command)),
    last: commands.filter(waits),
  };
}

/** Cuts a plan into pushes. */
export function chunkCommands(commands: readonly Command[]): Command[][] {
  const chunks: Command[][] = [];
  for (let start = 0; start < commands.length; start += commandsPerPush) {
    chunks.push(commands.slice(start, start + commandsPerPush));
  }
  return chunks;
}

/**
 * An empty source looks like "delete everything", and so does the wrong repository, or a repository that was
 * replaced.
 *
 * @throws ReplicationError `source-empty` if the target has managed refs.
 */
export function refuseEmptySource(source: Refs, target: Refs): void {
  const there = [...target.keys()].filter(isManaged).length;
  if (there > 0 && ![...source.keys()].some(isManaged)) {
    throw new ReplicationError(
      "source-empty",
      `the source has no branches and no tags, the target has ${there}: nothing was deleted. ` +
        "If the source is meant to be empty, delete the target's refs by hand",
    );
  }
}

/**
 * True if a plan deletes so much, or what is not likely to be gone, that a misread source is more likely than an
 * intention.
 *
 * @param unlikely Full names of refs: the target's default branch, and what an event has just told of.
 */
export function needsConfirmation(
  commands: readonly Command[],
  target: Refs,
  unlikely: readonly (string | undefined)[],
): boolean {
  const there = [...target.keys()].filter(isManaged).length;
  const deletes = commands.filter(isDelete);
  return deletes.length > Math.max(10, there / 5) || deletes.some(({ ref }) => unlikely.includes(ref));
}
