import { ReplicationError } from "../replicationError";
import type { Connection } from "./connection";
import { encodePacket, flushPacket, packetText, readPackets, refuseErrorPacket } from "./pktLine";

/**
 * The commits that are `depth` commits away from the wanted ones (1: those themselves) and have parents: where a
 * shallow clone of that depth would end. Empty when the history is shorter. No pack is made or sent.
 *
 * This is version 0 of the protocol, which servers of version 2 speak too.
 */
export async function historyAtDepth(
  source: Connection,
  wants: readonly string[],
  depth: number,
  offered: ReadonlySet<string>,
): Promise<string[]> {
  // As for a fetch: who does not ask for it is turned away by some servers.
  const capabilities = offered.has("multi_ack_detailed") ? " multi_ack_detailed" : "";
  const body = Buffer.concat([
    ...wants.map((oid, index) => encodePacket(`want ${oid}${index === 0 ? capabilities : ""}\n`)),
    encodePacket(`deepen ${depth}\n`),
    flushPacket,
    // Nothing is offered to start from, and nothing is done: the server ends after the list.
    flushPacket,
  ]);
  try {
    return await readBoundary(await source.post("git-upload-pack", [body]));
  } catch (error) {
    throw source.blame(error);
  }
}

/** @throws ReplicationError for anything but one complete list */
export async function readBoundary(answer: AsyncIterable<Buffer>): Promise<string[]> {
  const boundary: string[] = [];
  let listed = false;
  for await (const packet of readPackets(answer)) {
    if (packet === "flush") {
      listed = true;
      continue;
    }
    if (!Buffer.isBuffer(packet)) throw new ReplicationError("protocol", `unexpected ${packet} packet`);
    refuseErrorPacket(packet);
    const line = packetText(packet);
    const oid = /^shallow ([0-9a-f]{40})$/.exec(line)?.[1];
    if (!listed && oid !== undefined) boundary.push(oid);
    else if (line !== "NAK")
      throw new ReplicationError("protocol", `unexpected line ${JSON.stringify(line)}`);
  }
  if (!listed) throw new ReplicationError("truncated", "the list of commits was cut; try again");
  return boundary;
}
