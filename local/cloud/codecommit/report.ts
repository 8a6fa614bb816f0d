import { flushPkt, maxPktLength, pktLine } from "./pktLine";

export interface RefResult {
  readonly reference: string;
  readonly reason: string;
}

/**
 * The answer to a push of which nothing was done: every ref with its reason, and lines for the user that git prints
 * after "remote:".
 *
 * @param capabilities What the client asked for. Without report-status there is nothing to say, and with it alone the
 *   report goes out bare, without the lines.
 */
export function refusedPush(
  results: readonly RefResult[],
  lines: readonly string[],
  capabilities: ReadonlySet<string>,
): Buffer {
  if (!capabilities.has("report-status") && !capabilities.has("report-status-v2")) return Buffer.alloc(0);
  const report = Buffer.concat([
    pktLine("unpack ok\n"),
    ...results.map(({ reference, reason }) => pktLine(asLine(`ng ${reference} ${reason}`))),
    flushPkt,
  ]);
  const largest = capabilities.has("side-band-64k")
    ? maxPktLength
    : capabilities.has("side-band")
      ? 1000
      : undefined;
  if (largest === undefined) return report;
  return Buffer.concat([
    ...lines.flatMap((line) => band(2, Buffer.from(`${line}\n`), largest)),
    ...band(1, report, largest),
    flushPkt,
  ]);
}

/** A reference may be nearly as long as a pkt-line: what no longer fits beside it of the reason is left out. */
function asLine(text: string): Buffer {
  return Buffer.concat([Buffer.from(text).subarray(0, maxPktLength - 5), Buffer.from("\n")]);
}

/** Splits bytes into pkt-lines of a side band. */
function band(number: number, bytes: Buffer, largest: number): Buffer[] {
  const room = largest - 5;
  const packets: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += room) {
    packets.push(pktLine(Buffer.concat([Buffer.of(number), bytes.subarray(start, start + room)])));
  }
  return packets;
}
