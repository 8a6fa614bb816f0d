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
    total += chunk.length;
    // Whole chunks are held back, so that none is cut in two: each becomes a write and a chunk of HTTP's.
    let passed = held;
    held = chunk;
    if (chunk.length < trailerLength) {
      const joined = Buffer.concat([passed, chunk]);
      const cut = Math.max(0, joined.length - trailerLength);
      passed = joined.subarray(0, cut);
      held = joined.subarray(cut);
    }
    if (passed.length === 0) continue;
    hash.update(passed);
    yield passed;
  }
  if (total < headerLength + trailerLength) {
    throw new ReplicationError("truncated", `the pack ended after ${total} bytes; try again`);
  }
  hash.update(held.subarray(0, -trailerLength));
  if (!hash.digest().equals(held.subarray(-trailerLength))) {
    throw new ReplicationError(
      "corrupt-pack",
      "the pack's checksum is wrong: it was cut or damaged; try again",
    );
  }
  yield held;
}
