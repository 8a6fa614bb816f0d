import { ReplicationError } from "../replicationError";

/** "PACK", a version, a count. Source: gitformat-pack. */
const headerLength = 12;

/** The count in the beginning of a pack; undefined if that is too short to say. */
export function objectsIn(beginning: Buffer): number | undefined {
  return beginning.length >= headerLength ? beginning.readUInt32BE(8) : undefined;
}

/**
 * A pack's own count of its objects.
 *
 * @param extent "whole" reads it to its end, which proves its checksum too.
 * @throws ReplicationError `protocol` for what is no pack
 */
export async function packObjects(
  pack: AsyncIterable<Buffer>,
  extent: "beginning" | "whole",
): Promise<number> {
  let header = Buffer.alloc(0);
  for await (const chunk of pack) {
    if (header.length < headerLength) header = Buffer.concat([header, chunk]).subarray(0, headerLength);
    if (header.length === headerLength && extent === "beginning") break;
  }
  if (header.length < headerLength || header.toString("latin1", 0, 4) !== "PACK") {
    throw new ReplicationError("protocol", "what was sent is not a pack");
  }
  return header.readUInt32BE(8);
}
