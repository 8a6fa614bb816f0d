import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { pipeline, type Writable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AwsError } from "../awsError";

/** Writes a chunk and waits until there is room for more. A stream that is gone takes everything. */
export async function write(stream: Writable, chunk: Buffer): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return;
  const waiting = new AbortController();
  const over = ["drain", "close"].map((event) => once(stream, event, waiting).catch(() => undefined));
  await Promise.race(over);
  waiting.abort();
}

/** A body that a client packed and that cannot be unpacked. */
export class PackedBodyError extends Error {
  override readonly name = "PackedBodyError";
}

/**
 * A request's body, unpacked. Whoever stops reading early leaves the connection as it is.
 *
 * @throws {PackedBodyError} From the iterator, at bytes that are no gzip.
 */
export function bodyOf(request: IncomingMessage): AsyncIterator<Buffer> {
  const encoding = request.headers["content-encoding"];
  // A failure of the request ends the unpacking, and whoever reads that sees it.
  const packed = encoding === "gzip" || encoding === "x-gzip";
  const body = packed ? pipeline(request, createGunzip(), () => undefined) : request;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    next: () =>
      chunks.next().catch((error: unknown) => {
        const { code = "" } = error as NodeJS.ErrnoException;
        throw packed && code.startsWith("Z_") ? new PackedBodyError("The body is no gzip") : error;
      }),
  };
}

/** Reads the rest, and drops it: a client reads the answer only once it has sent everything. */
export async function drain(chunks: AsyncIterator<Buffer>): Promise<void> {
  while ((await chunks.next()).done !== true);
}

/** A whole body, for small ones. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Read to its end all the same: a client reads the answer only once it has sent everything.
    if (length <= limitBytes) chunks.push(chunk);
  }
  if (length > limitBytes) throw new AwsError("RequestEntityTooLarge", `more than ${limitBytes} bytes`, 413);
  return Buffer.concat(chunks);
}
