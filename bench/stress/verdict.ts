import { readdir } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { GitRepository } from "../../test/support/git";
import { isManaged, isScratch, managedOf } from "./managed";
import { Violation } from "./violation";
import type { Witness } from "./witness";
import type { World } from "./world";
import type { Writer } from "./writer";

type Refs = Readonly<Record<string, string>>;

/** What nobody but the copy itself may touch. */
export async function foreignRefs(target: GitRepository): Promise<Refs> {
  return Object.fromEntries(Object.entries(await target.refs()).filter(([ref]) => !isManaged(ref)));
}

/**
 * Git's servers leave locks behind when they are killed, and then refuse for ever to move what is locked. Here nobody
 * kills them, so a lock is a fault of this harness or of git, and none of the replication's.
 */
export async function refuseStaleLocks({ target }: World): Promise<void> {
  const files = await readdir(target.directory, { recursive: true });
  const locks = files.filter((file) => file.endsWith(".lock"));
  if (locks.length > 0) {
    throw new Error(`the copy's server left ${locks.join(", ")}: no replication can remove that`);
  }
}

/** @throws Violation unless the copy is equal and sound */
export async function judge(
  { source, target }: World,
  {
    writer,
    witness,
    foreign,
    movesDefault,
  }: {
    readonly writer: Writer;
    readonly witness: Witness;
    readonly foreign: Refs;
    readonly movesDefault: boolean;
  },
): Promise<void> {
  const [there, here] = [await source.refs(), await target.refs()];
  same("the writer's record", Object.fromEntries(writer.refs), "the source", there);
  same("the source", managedOf(there), "the copy", managedOf(here));
  const scratch = Object.keys(here).filter(isScratch);
  if (scratch.length > 0) throw new Violation(`the copy still has ${scratch.join(", ")}`);
  same("what was the copy's alone", foreign, "it now", await foreignRefs(target));
  await witness.check();
  same("what was seen to move", managedOf(witness.refs), "the copy", managedOf(here));
  if (movesDefault) {
    const head = await target.git("symbolic-ref", "HEAD");
    if (head !== writer.head) throw new Violation(`the default branch is ${head}, not ${writer.head}`);
  }
  await sound(source, target);
}

async function sound(source: GitRepository, target: GitRepository): Promise<void> {
  try {
    await target.fsck();
  } catch (error) {
    throw new Violation(`the copy is damaged: ${String(error)}`);
  }
  const [there, here] = [await objects(source), await objects(target)];
  if (there !== here) throw new Violation("the copy has other objects behind its refs than the source");
}

async function objects(repository: GitRepository): Promise<string> {
  const list = await repository.git(
    "rev-list",
    "--objects",
    "--exclude=ccp-archive-*",
    "--branches",
    "--tags",
  );
  return list
    .split("\n")
    .map((line) => line.split(" ")[0])
    .sort()
    .join("\n");
}

function same(what: string, one: Refs, other: string, two: Refs): void {
  const refs = new Set([...Object.keys(one), ...Object.keys(two)]);
  const differing = [...refs].filter((ref) => !isDeepStrictEqual(one[ref], two[ref]));
  if (differing.length === 0) return;
  const shown = differing.slice(0, 5).map((ref) => `${ref} (${one[ref]}, ${two[ref]})`);
  throw new Violation(`${what} and ${other} differ in ${differing.length} refs: ${shown.join(", ")}`);
}
