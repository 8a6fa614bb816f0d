import { inflateSync } from "node:zlib";

const types = ["", "commit", "tree", "blob", "tag", "", "ofs-delta", "ref-delta"] as const;

export type EntryType = (typeof types)[number];

/** The kinds of a pack's entries, in their order, read as strictly as gitformat-pack has them. */
export function packEntries(pack: Buffer): EntryType[] {
  if (pack.toString("latin1", 0, 4) !== "PACK") throw new Error("this is no pack");
  const entries: EntryType[] = [];
  let offset = 12;
  for (let left = pack.readUInt32BE(8); left > 0; left--) {
    const type = types[(pack[offset] >> 4) & 7];
    if (type === "") throw new Error(`an entry of an unknown kind at ${offset}`);
    offset = afterNumber(pack, offset);
    if (type === "ofs-delta") offset = afterNumber(pack, offset);
    if (type === "ref-delta") offset += 20;
    // With `info`, which the types leave out, the engine tells how much it took.
    const { engine } = inflateSync(pack.subarray(offset), { info: true }) as unknown as {
      readonly engine: { readonly bytesWritten: number };
    };
    offset += engine.bytesWritten;
    entries.push(type);
  }
  if (offset + 20 !== pack.length) throw new Error(`the pack goes on after its last entry, at ${offset}`);
  return entries;
}

/** Numbers go on for as long as the highest bit is set. */
function afterNumber(pack: Buffer, offset: number): number {
  while (pack[offset] & 0x80) offset++;
  return offset + 1;
}
