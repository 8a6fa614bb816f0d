import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./git/connection";
import { listRefs } from "./git/listRefs";
import type { Command } from "./git/sendPack";
import { ReplicationError } from "./replicationError";

/**
 * Lists the source once more, later and over another connection, because what looks like many deleted refs is more likely
 * a list that went wrong.
 *
 * @param connection Is closed.
 * @param wait How much later, in milliseconds.
 * @throws ReplicationError `deletion-unconfirmed` if it has a ref that the first list had not.
 */
export async function confirmDeletes(
  connection: Connection,
  deletes: readonly Command[],
  { wait, signal }: { readonly wait: number; readonly signal?: AbortSignal },
): Promise<void> {
  try {
    await sleep(wait, undefined, { signal });
    const { refs } = await listRefs(connection, "git-upload-pack");
    const there = deletes.filter(({ ref }) => refs.has(ref));
    if (there.length === 0) return;
    throw new ReplicationError(
      "deletion-unconfirmed",
      `${deletes.length} refs seemed to be gone from the source, but a second look found ${there[0].ref} ` +
        `and ${there.length - 1} more of them: nothing was deleted; run it again`,
    );
  } finally {
    connection.close();
  }
}
