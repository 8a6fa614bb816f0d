import { createHash } from "node:crypto";
import { ReplicationError } from "../replicationError";

const headerLength = 12;
const trailerLength = 20;

/**
 * Passes a pack on while hashing it. The pack's last 20 bytes, its SHA-1, are held back until the source has
 * ended well and the sum is right: a receiver that gets them has got exactly what the source sent.
 *
 * @throws ReplicationError `truncated` or `corrupt-pack`, before the trailer was passed on.
 */
export async function* verifyPack(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash("sha1");
  let held: Buffer = Buffer.alloc(0);
  let total = 0;
  for await (const chunk of source) {
    // Only short chunks are joined (at most 2 × 20 bytes), long ones are passed on as they are.
    const short = chunk.length < trailerLength;
    const parts = short ? [Buffer.concat([held, chunk])] : [held, chunk];
    total += chunk.length;
    const last = parts[parts.length - 1];
    const cut = Math.max(0, last.length - trailerLength);
    parts[parts.length - 1] = last.subarray(0, cut);
    held = last.subarray(cut);
    for (const part of parts) {
      if (part.length === 0) continue;
      hash.update(part);
      yield part;
    }
  }
  if (total < headerLength + trailerLength) {
    throw new ReplicationError("truncated", `the pack ended after ${total} bytes; try again`);
  }
  if (!hash.digest().equals(held)) {
    throw new ReplicationError(
      "corrupt-pack",
      "the pack's checksum is wrong: it was cut or damaged; try again",
    );
  }
  yield held;
}
