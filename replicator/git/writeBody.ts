import type { ClientRequest, IncomingMessage } from "node:http";

export interface Progress {
  /** Called with the size of each chunk. */
  readonly onChunk: (bytes: number) => void;
  /** Called when the next chunk is known to be the last, before it is written. */
  readonly onLast: () => void;
}

/**
 * Writes a body at the pace of the receiver, without ending the request. A receiver that has answered before
 * it had everything will not take the rest; but the mere start of an answer means nothing: http-backend sends
 * the header of a push's answer before it reads the push.
 *
 * @returns false if the receiver closed the connection, refused, or has given its whole answer.
 */
export async function writeBody(
  request: ClientRequest,
  body: Iterable<Buffer> | AsyncIterable<Buffer>,
  { onChunk, onLast }: Progress,
): Promise<boolean> {
  let response: IncomingMessage | undefined;
  let resume = (): void => undefined;
  const wake = (): void => {
    resume();
  };
  request.on("drain", wake).once("close", wake);
  const onResponse = (answer: IncomingMessage): void => {
    response = answer;
    // Also emitted when the answer has ended, without taking anything out of it.
    answer.on("readable", wake);
    wake();
  };
  request.once("response", onResponse);
  const unwanted = (): boolean =>
    request.destroyed || (response !== undefined && (response.statusCode !== 200 || response.complete));
  try {
    for await (const { chunk, last } of markLast(body)) {
      if (unwanted()) return false;
      if (last) onLast();
      onChunk(chunk.length);
      request.write(chunk);
      while (request.writableNeedDrain) {
        await new Promise<void>((resolve) => (resume = resolve));
        if (unwanted()) return false;
      }
    }
    return true;
  } finally {
    // Whoever listens to "readable" keeps the answer from flowing to its reader.
    request.off("drain", wake).off("response", onResponse);
    response?.off("readable", wake);
  }
}

async function* markLast(
  body: Iterable<Buffer> | AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly chunk: Buffer; readonly last: boolean }, void, undefined> {
  let held: Buffer | undefined;
  for await (const chunk of body) {
    if (held !== undefined) yield { chunk: held, last: false };
    held = chunk;
  }
  if (held !== undefined) yield { chunk: held, last: true };
}
