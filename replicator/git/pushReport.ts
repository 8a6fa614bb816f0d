import { ReplicationError } from "../replicationError";
import { packetText, readPackets, untilFlush } from "./pktLine";
import { isBanded, readSideBand } from "./sideBand";

export interface PushResult {
  /** `ok`, or why the target could not take the pack. */
  readonly unpack: string;
  /** Refs that did not move, with the server's reason. */
  readonly rejected: ReadonlyMap<string, string>;
  /** What the server said besides (its last words, at most 4,000 characters). */
  readonly messages: string;
}

/**
 * Reads the answer to a push, in bands or bare.
 *
 * @param refs Those that were to be moved: each needs a line of its own.
 * @throws ReplicationError if the report is not complete: the outcome is unknown.
 */
export async function readReport(body: AsyncIterable<Buffer>, refs: readonly string[]): Promise<PushResult> {
  let messages = "";
  const lines = reportLines(untilFlush(readPackets(body)), (text) => {
    messages = (messages + text).slice(-4_000);
  });
  const outcomes = new Map<string, string>();
  let unpack: string | undefined;
  for await (const packet of lines) {
    const line = packetText(packet);
    if (line.startsWith("unpack ")) unpack = line.slice(7);
    else if (line.startsWith("ok ")) outcomes.set(line.slice(3), "ok");
    else if (line.startsWith("ng ")) {
      const [ref, ...reason] = line.slice(3).split(" ");
      outcomes.set(ref, reason.join(" ") || "no reason given");
    } else throw new ReplicationError("protocol", `unexpected line ${JSON.stringify(line)} in the report`);
  }
  if (unpack === undefined) {
    throw new ReplicationError(
      "truncated",
      `the push was not reported on: ${messages.trim() || "no message"}`,
    );
  }
  const rejected = new Map<string, string>();
  for (const ref of refs) {
    const outcome = unpack === "ok" ? (outcomes.get(ref) ?? "no status reported") : `unpack ${unpack}`;
    if (outcome !== "ok") rejected.set(ref, outcome);
  }
  return { unpack, rejected, messages: messages.trim() };
}

/** The report is packets inside of the data band; some servers send it bare although asked for bands. */
async function* reportLines(
  packets: AsyncGenerator<Buffer>,
  onProgress: (text: string) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const first = await packets.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* packets;
  })();
  yield* isBanded(first.value) ? untilFlush(readPackets(readSideBand(all, onProgress))) : all;
}
