import { objectsIn } from "./git/packObjects";
import { LfsPointers } from "./git/lfsPointers";

/** How much of a pack has gone over so far. */
export interface Moved {
  readonly bytes: number;
  /** Of the whole pack; undefined before its header has come. */
  readonly objects: number | undefined;
}

/** Packs up to this size, in bytes, are looked into: a push sends them as a whole, so that they are in memory anyway. */
const lookedInto = 8 * 1024 * 1024;

/** What is learned of a pack on its way to the target. */
export class PackWatch {
  /** Undefined before its header has come. */
  objects: number | undefined;
  private bytes = 0;
  private held: Buffer[] = [];

  constructor(private readonly onProgress?: (moved: Moved) => void) {}

  async *pass(pack: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of pack) {
      if (this.bytes === 0) this.objects = objectsIn(chunk);
      this.bytes += chunk.length;
      if (this.bytes <= lookedInto) this.held.push(chunk);
      else this.held = [];
      this.onProgress?.({ bytes: this.bytes, objects: this.objects });
      yield chunk;
    }
  }

  /**
   * How many pointers of Git LFS it had; 0 for a large pack, which is not looked into. Not before the push has ended: it
   * must not wait for this.
   */
  async pointers(): Promise<number> {
    const pointers = new LfsPointers();
    for (const chunk of this.held.splice(0)) await pointers.add(chunk);
    return await pointers.end();
  }
}
