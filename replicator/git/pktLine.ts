import { ReplicationError } from "../replicationError";
import { serverError } from "./serverError";

/** A payload, or one of the three special packets. */
export type Packet = Buffer | "flush" | "delimiter" | "response-end";

export const flushPacket = Buffer.from("0000");

const special: readonly Packet[] = ["flush", "delimiter", "response-end"];
// gitprotocol-common: "The maximum length of a pkt-line's data component is 65516 bytes".
const maximumPayload = 65_516;

/** Encodes one payload; text gets no line feed added. */
export function encodePacket(payload: string | Buffer): Buffer {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  if (bytes.length > maximumPayload) {
    throw new ReplicationError(
      "protocol",
      `a packet of ${bytes.length} bytes exceeds git's ${maximumPayload}`,
    );
  }
  const packet = Buffer.allocUnsafe(4 + bytes.length);
  packet.write((4 + bytes.length).toString(16).padStart(4, "0"), "latin1");
  bytes.copy(packet, 4);
  return packet;
}

/**
 * Splits a byte stream into packets, however it was cut into chunks. A packet that lies inside one chunk is
 * a view of it, any other is copied once.
 *
 * @throws ReplicationError `protocol` for a malformed length, `truncated` for an end inside a packet.
 */
export async function* readPackets(source: AsyncIterable<Buffer>): AsyncGenerator<Packet, void, undefined> {
  const header = Buffer.alloc(4);
  let headerFilled = 0;
  let payload: Buffer | undefined;
  let filled = 0;
  for await (const chunk of source) {
    let offset = 0;
    while (offset < chunk.length) {
      if (payload === undefined) {
        const copied = chunk.copy(header, headerFilled, offset);
        headerFilled += copied;
        offset += copied;
        if (headerFilled < 4) break;
        headerFilled = 0;
        const length = parseLength(header);
        if (length < 4) {
          yield special[length];
          continue;
        }
        const end = offset + length - 4;
        if (end <= chunk.length) {
          yield chunk.subarray(offset, end);
          offset = end;
          continue;
        }
        payload = Buffer.allocUnsafe(length - 4);
        filled = 0;
      }
      const copied = chunk.copy(payload, filled, offset);
      filled += copied;
      offset += copied;
      if (filled === payload.length) {
        yield payload;
        payload = undefined;
      }
    }
  }
  if (headerFilled > 0 || payload !== undefined) {
    throw new ReplicationError("truncated", "the answer ended inside a packet; try again");
  }
}

/**
 * The payloads up to the final flush packet, which must be there and must be the last: an end without it
 * may be a cut stream, and a cut list of refs would look like deleted refs. Reads the stream to its very
 * end, because only then the connection can be used again. Empty packets are skipped, as git does.
 *
 * @throws ReplicationError `truncated` without the flush, `remote-error` or `not-our-ref` for an `ERR` packet.
 */
export async function* untilFlush(packets: AsyncIterable<Packet>): AsyncGenerator<Buffer, void, undefined> {
  let flushed = false;
  for await (const packet of packets) {
    if (flushed) throw new ReplicationError("protocol", "the answer goes on after its final flush packet");
    if (packet === "flush") {
      flushed = true;
    } else if (typeof packet === "string") {
      throw new ReplicationError("protocol", `unexpected ${packet} packet`);
    } else if (packet.length > 0) {
      refuseErrorPacket(packet);
      yield packet;
    }
  }
  if (!flushed) {
    throw new ReplicationError("truncated", "the answer ended before its final flush packet; try again");
  }
}

/** `ERR <text>` may stand in place of any packet (gitprotocol-pack). */
export function refuseErrorPacket(payload: Buffer): void {
  // Almost all packets are parts of packs: those need not be decoded.
  if (payload.toString("latin1", 0, 4) !== "ERR ") return;
  const text = packetText(payload);
  throw serverError("the server says", text.slice(4));
}

/** The payload as text, without the optional line feed at its end. */
export function packetText(payload: Buffer): string {
  return payload.toString("utf8", 0, payload.at(-1) === 0x0a ? payload.length - 1 : payload.length);
}

function parseLength(header: Buffer): number {
  const text = header.toString("latin1");
  const length = /^[0-9a-f]{4}$/i.test(text) ? parseInt(text, 16) : 3;
  if (length === 3 || length > maximumPayload + 4) {
    throw new ReplicationError("protocol", `malformed packet length ${JSON.stringify(text)}`);
  }
  return length;
}
