import { ReplicationError } from "../replicationError";
import { serverError } from "./serverError";

const bands = { data: 1, progress: 2, fatal: 3 } as const;

/** How much of what a server says is kept until it gives up, in characters. */
const remembered = 2_000;

/** True if the packet belongs to a band; the lines a server sends outside of bands are text. */
export function isBanded(packet: Buffer): boolean {
  return packet[0] >= bands.data && packet[0] <= bands.fatal;
}

/**
 * The bytes of the data band. Progress goes to `onProgress`; keep-alives (empty packets of a band) vanish.
 *
 * @throws ReplicationError `remote-error` or `repository-corrupt` with the server's words when it gives up (band 3).
 */
export async function* readSideBand(
  packets: AsyncIterable<Buffer>,
  onProgress?: (text: string) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let said = "";
  for await (const packet of packets) {
    const content = packet.subarray(1);
    if (packet[0] === bands.data) {
      if (content.length > 0) yield content;
    } else if (packet[0] === bands.progress) {
      said = (said + textOf(content)).slice(-remembered);
      onProgress?.(content.toString());
    } else if (packet[0] === bands.fatal) {
      throw serverError("the server gave up", textOf(content).trim(), said);
    } else {
      throw new ReplicationError("protocol", `unknown side-band ${packet[0]}`);
    }
  }
}

/** git sends the NUL at the end of its message, too. */
function textOf(content: Buffer): string {
  return content.toString().replaceAll("\0", "");
}
