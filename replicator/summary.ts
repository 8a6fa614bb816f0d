import { zeroOid } from "./git/advertisement";
import type { Command } from "./git/sendPack";
import type { ReplicationReport } from "./report";

/** Sorts commands that took effect by what they did. */
export function summarise(
  commands: readonly Command[],
): Pick<ReplicationReport, "created" | "updated" | "deleted"> {
  const deleted = commands.filter(({ to }) => to === zeroOid);
  const created = commands.filter(({ from }) => from === zeroOid);
  return {
    created: created.map(({ ref, to }) => ({ ref, oid: to })),
    updated: commands.filter(({ from, to }) => from !== zeroOid && to !== zeroOid),
    deleted: deleted.map(({ ref, from }) => ({ ref, oid: from })),
  };
}
