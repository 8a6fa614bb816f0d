import { encodePacket, flushPacket } from "../../replicator/git/pktLine";

/** Where each packet of an answer begins, and where the last one ends. */
export function packetBoundaries(answer: Buffer): number[] {
  const boundaries = [0];
  for (let offset = 0; offset < answer.length;) {
    offset += Math.max(4, parseInt(answer.toString("latin1", offset, offset + 4), 16));
    boundaries.push(offset);
  }
  return boundaries;
}

/** An answer to a fetch: the lines before the pack, and the pack without its bands. */
export function splitFetchAnswer(answer: Buffer): { readonly lines: Buffer; readonly pack: Buffer } {
  const boundaries = packetBoundaries(answer);
  const packets = boundaries.slice(1).map((end, index) => answer.subarray(boundaries[index], end));
  const first = packets.findIndex((packet) => packet[4] === 1 || packet[4] === 2);
  const data = packets.slice(first).filter((packet) => packet[4] === 1);
  return {
    lines: Buffer.concat(packets.slice(0, first)),
    pack: Buffer.concat(data.map((packet) => packet.subarray(5))),
  };
}

/** Bytes in packets of one band, without a flush. */
export function banded(bytes: Buffer, band: 1 | 2 | 3 = 1): Buffer {
  const packets: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; offset += 65_515) {
    packets.push(encodePacket(Buffer.concat([Buffer.from([band]), bytes.subarray(offset, offset + 65_515)])));
  }
  return Buffer.concat(packets);
}

/** The packets of these texts, and a flush. */
export function flushed(...texts: readonly string[]): Buffer {
  return Buffer.concat([...texts.map((text) => encodePacket(text)), flushPacket]);
}
