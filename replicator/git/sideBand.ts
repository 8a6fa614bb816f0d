import { ReplicationError } from "../replicationError";

const bands = { data: 1, progress: 2, fatal: 3 } as const;

/** True if the packet belongs to a band; the lines a server sends outside of bands are text. */
export function isBanded(packet: Buffer): boolean {
  return packet[0] >= bands.data && packet[0] <= bands.fatal;
}

/**
 * The bytes of the data band. Progress goes to `onProgress`; keep-alives (empty packets of a band) vanish.
 *
 * @throws ReplicationError `remote-error` with the server's words when it gives up (band 3).
 */
export async function* readSideBand(
  packets: AsyncIterable<Buffer>,
  onProgress?: (text: string) => void,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const packet of packets) {
    const content = packet.subarray(1);
    if (packet[0] === bands.data) {
      if (content.length > 0) yield content;
    } else if (packet[0] === bands.progress) {
      onProgress?.(content.toString());
    } else if (packet[0] === bands.fatal) {
      throw new ReplicationError("remote-error", `the server gave up: ${content.toString().trim()}`);
    } else {
      throw new ReplicationError("protocol", `unknown side-band ${packet[0]}`);
    }
  }
}
