import type { Random } from "../random";
import type { Writer } from "../writer";
import { branchWrites } from "./branches";
import { bulkWrites } from "./bulk";
import { anchor, commitOnDefault, defaultBranchWrites } from "./defaultBranch";
import { tagWrites } from "./tags";
import type { Write } from "./write";

const always: readonly Write[] = [...branchWrites, ...tagWrites, commitOnDefault, ...bulkWrites];

/** What is there before the first write: the default branch, one that stays, and what is not the replication's. */
export async function begin(writer: Writer): Promise<void> {
  const oid = await writer.commit();
  await writer.move({
    [writer.head]: oid,
    [anchor]: oid,
    "refs/heads/ccp-archive-theirs": oid,
    "refs/notes/theirs": oid,
  });
}

/** One push to the source: of one of the kinds that a mirror can get wrong. */
export async function write(
  writer: Writer,
  random: Random,
  { movesDefault }: { readonly movesDefault: boolean },
): Promise<void> {
  const writes = movesDefault ? [...always, ...defaultBranchWrites] : always;
  while (!(await random.pickWeighted(writes).write(writer, random)));
}
