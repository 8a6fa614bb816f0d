import { on } from "node:events";
import type { Readable } from "node:stream";

/** How many pieces may wait for their reader before the stream is paused; node reads 64 KiB at once from a socket. */
const waiting = 4;

/**
 * The pieces of a stream as they came, at the pace of the reader. To iterate over the stream itself would copy a pack
 * once more: it reads without a size, and `stream.read()` then joins all that has arrived.
 *
 * A stream that is left early is destroyed. One that was destroyed before its end just ends here.
 */
export async function* piecesOf(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  // It says nothing any more, not even that it is closed.
  if (stream.destroyed) return;
  const events = on(stream, "data", { close: ["end", "close"], highWaterMark: waiting });
  try {
    for await (const [piece] of events as AsyncIterable<[Buffer]>) yield piece;
  } finally {
    stream.destroy();
  }
}
