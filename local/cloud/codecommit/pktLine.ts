/** The largest pkt-line git allows, its four-digit length included. */
export const maxPktLength = 65520;

export const flushPkt = Buffer.from("0000");

export function pktLine(payload: string | Buffer): Buffer {
  const body = Buffer.from(payload);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, "0")), body]);
}

/** What is not a pkt-line, from a client. */
export class PktLineError extends Error {
  override readonly name = "PktLineError";
}

/**
 * The pkt-line that begins at `offset`.
 *
 * @returns Its payload (undefined for a flush) and where the next one begins; undefined when more bytes are needed.
 * @throws {PktLineError} When these bytes are no pkt-line.
 */
export function readPktLine(
  bytes: Buffer,
  offset: number,
): { readonly payload: Buffer | undefined; readonly next: number } | undefined {
  if (bytes.length < offset + 4) return undefined;
  const digits = bytes.toString("latin1", offset, offset + 4);
  if (!/^[0-9a-fA-F]{4}$/.test(digits))
    throw new PktLineError(`${JSON.stringify(digits)} is no pkt-line length`);
  const length = parseInt(digits, 16);
  if (length === 0) return { payload: undefined, next: offset + 4 };
  if (length < 4 || length > maxPktLength) throw new PktLineError(`no pkt-line is ${length} bytes long`);
  if (bytes.length < offset + length) return undefined;
  return { payload: bytes.subarray(offset + 4, offset + length), next: offset + length };
}
