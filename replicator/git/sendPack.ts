import { ReplicationError } from "../replicationError";
import { zeroOid } from "./advertisement";
import type { Connection } from "./connection";
import type { ByteStream } from "./peek";
import { encodePacket, flushPacket } from "./pktLine";
import { type PushResult, readReport } from "./pushReport";

/** Moves a ref from one value to another; {@link zeroOid} stands for "absent". */
export interface Command {
  readonly ref: string;
  /** What the target has just listed: the server compares it, so nobody else's push is overwritten unseen. */
  readonly from: string;
  readonly to: string;
}

export type { PushResult };

/** A pack without objects: needed by commands that create or update, even if the target has every object. */
export const emptyPack = Buffer.from(
  "5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e",
  "hex",
);

/** Packs up to this size, in bytes, are sent with a Content-Length, larger ones are streamed in chunks. */
const bufferLimit = 8 * 1024 * 1024;

/**
 * Pushes commands, in their order, and the pack they need. Not atomic: each ref succeeds or fails alone.
 *
 * @param pack Absent if all commands delete.
 * @throws ReplicationError if the outcome is unknown (list the target again); a refusal is in the result.
 */
export async function sendPack(
  target: Connection,
  commands: readonly Command[],
  capabilities: ReadonlySet<string>,
  pack?: ByteStream,
): Promise<PushResult> {
  try {
    const head = encodeCommands(commands, capabilities);
    const answer = await target.post("git-receive-pack", await bodyOf(head, pack), { final: true });
    return await readReport(
      answer,
      commands.map(({ ref }) => ref),
    );
  } catch (error) {
    throw target.blame(error);
  }
}

function encodeCommands(commands: readonly Command[], offered: ReadonlySet<string>): Buffer {
  if (!offered.has("report-status")) {
    throw new ReplicationError("unsupported", "without report-status nobody knows what became of a push");
  }
  if (!offered.has("delete-refs") && commands.some(({ to }) => to === zeroOid)) {
    throw new ReplicationError("unsupported", "refs cannot be deleted there (no delete-refs)");
  }
  const capabilities = ["report-status", "side-band-64k", "quiet", "object-format=sha1"].filter((name) =>
    offered.has(name),
  );
  const lines = commands.map(({ from, to, ref }, index) =>
    encodePacket(`${from} ${to} ${ref}${index === 0 ? `\0 ${capabilities.join(" ")}` : ""}`),
  );
  return Buffer.concat([...lines, flushPacket]);
}

async function bodyOf(head: Buffer, pack?: ByteStream): Promise<readonly Buffer[] | AsyncGenerator<Buffer>> {
  const begun = [head];
  if (pack === undefined) return begun;
  for (let size = 0; size <= bufferLimit;) {
    const next = await pack.next();
    if (next.done) return begun;
    begun.push(next.value);
    size += next.value.length;
  }
  return (async function* () {
    yield* begun.splice(0);
    yield* pack;
  })();
}
