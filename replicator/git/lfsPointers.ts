import { createInflate, inflateSync, type Inflate } from "node:zlib";

/** Source: git-lfs, docs/spec.md, "The Pointer": less than 1,024 bytes, which begin like this. */
const pointer =
  /^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\/v1\n(ext-[^\n]*\n)*oid sha256:[0-9a-f]{64}\nsize \d+\n/;
const longestPointer = 1_024;

/** What is inflated at once, in bytes; larger objects flow through. */
const small = 64 * 1024;

/** Of a pack. Source: gitformat-pack. */
const headerLength = 12;
const types = { blob: 3, offsetDelta: 6, refDelta: 7 } as const;

/** The longest header of an object: type and size, then an offset or the id of what a delta is made against. */
const longestEntryHeader = 10 + 20;

/**
 * Counts the pointers of Git LFS in a pack that passes by: small files that stand for objects which git does not have. One
 * that is stored as a delta is not seen, but in a pack with everything the first of a chain is whole. No more is kept
 * than the part of an object that has arrived, {@link small} at the most.
 */
export class LfsPointers {
  /** How many were seen. */
  count = 0;
  private rest: Buffer = Buffer.alloc(0);
  private objects: number | undefined;
  private large: Inflate | undefined;
  private lost = false;

  /** Looks at the next piece of the pack. What cannot be read is left to the target: nothing more is counted then. */
  async add(chunk: Buffer): Promise<void> {
    if (this.lost || this.objects === 0) return;
    try {
      this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
      await this.read(false);
    } catch {
      this.lost = true;
      this.rest = Buffer.alloc(0);
    }
  }

  /** Looks at what is left when the pack has ended. */
  async end(): Promise<number> {
    if (!this.lost) await this.read(true).catch(() => undefined);
    this.large?.destroy();
    return this.count;
  }

  private async read(ended: boolean): Promise<void> {
    if (this.objects === undefined) {
      if (this.rest.length < headerLength) return;
      this.objects = this.rest.readUInt32BE(8);
      this.rest = this.rest.subarray(headerLength);
    }
    while (this.objects > 0 && this.rest.length > 0) {
      const done = this.large === undefined ? this.readEntry(ended) : await this.flow(this.large);
      if (!done) return;
      if (this.large === undefined) this.objects -= 1;
    }
  }

  /** @returns false if more of it has to come first */
  private readEntry(ended: boolean): boolean {
    if (this.rest.length < longestEntryHeader && !ended) return false;
    const { type, size, length } = entryHeader(this.rest);
    const body = this.rest.subarray(length);
    if (size > small) {
      this.rest = body;
      this.large = createInflate().on("error", () => undefined);
      this.large.resume();
      return true;
    }
    // As much as zlib ever makes of it (compressBound), so that it is there as a whole.
    if (body.length < size + (size >> 12) + (size >> 14) + 13 && !ended) return false;
    const { buffer, engine } = inflateWhole(body, size);
    if (buffer.length !== size) throw new Error("not the announced size");
    if (type === types.blob && size < longestPointer && pointer.test(buffer.toString("latin1")))
      this.count += 1;
    this.rest = body.subarray(engine.bytesWritten);
    return true;
  }

  /** Lets a large object flow by. Its end is known when it takes no more of what comes after it. */
  private async flow(inflate: Inflate): Promise<boolean> {
    const before = inflate.bytesWritten;
    const ended = await new Promise<boolean>((resolve, reject) => {
      inflate.once("error", reject).once("end", () => {
        resolve(true);
      });
      inflate.write(this.rest, () => {
        // "end" comes in the same turn, if it does.
        setImmediate(() => {
          resolve(false);
        });
      });
    });
    inflate
      .removeAllListeners("end")
      .removeAllListeners("error")
      .on("error", () => undefined);
    this.rest = this.rest.subarray(inflate.bytesWritten - before);
    if (ended) {
      inflate.destroy();
      this.large = undefined;
    }
    return ended;
  }
}

/** Passes a pack on, and shows it to a counter. */
export async function* showing(
  pack: AsyncIterable<Buffer>,
  pointers: LfsPointers,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of pack) {
    await pointers.add(chunk);
    yield chunk;
  }
}

interface EntryHeader {
  readonly type: number;
  /** Of the object, or of its delta. */
  readonly size: number;
  /** Of the header itself. */
  readonly length: number;
}

function entryHeader(bytes: Buffer): EntryHeader {
  let at = 0;
  const next = (): number => bytes.readUInt8(at++);
  let byte = next();
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let unit = 16; byte & 0x80; unit *= 128) {
    byte = next();
    size += (byte & 0x7f) * unit;
  }
  if (type === types.offsetDelta) while (next() & 0x80);
  return { type, size, length: at + (type === types.refDelta ? 20 : 0) };
}

/** The types of Node do not know the option that tells how much was read. */
function inflateWhole(bytes: Buffer, size: number): { buffer: Buffer; engine: { bytesWritten: number } } {
  const options = { info: true, maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) };
  return inflateSync(bytes, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
}
