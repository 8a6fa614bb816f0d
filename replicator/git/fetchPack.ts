import { ReplicationError } from "../replicationError";
import type { Connection } from "./connection";
import { type ByteStream, peek } from "./peek";
import { encodePacket, flushPacket, packetText, readPackets, untilFlush } from "./pktLine";
import { encodeV2Fetch, packfileSection } from "./protocolV2";
import { isBanded, readSideBand } from "./sideBand";
import { verifyPack } from "./verifyPack";

export interface FetchRequest {
  /** Object ids the source has just listed. */
  readonly wants: readonly string[];
  /** Object ids the receiver of the pack has, with all they refer to. */
  readonly haves: readonly string[];
  readonly capabilities: readonly string[];
}

/** git http-backend refuses requests above 10 MiB (http.maxRequestBuffer); a have takes 50 bytes. */
const maximumHaves = 100_000;

/**
 * What to ask the source for, of what it offers. The pack goes to the target as it is, so the target decides
 * about its encoding: CodeCommit, for one, refuses packs with offset deltas.
 *
 * @throws ReplicationError `unsupported` without side-band-64k, whose end is the only proof of completeness.
 */
export function fetchCapabilities(
  source: ReadonlySet<string>,
  target: ReadonlySet<string>,
  thin: boolean,
): string[] {
  if (!source.has("side-band-64k")) {
    throw new ReplicationError("unsupported", "the source does not offer side-band-64k; upgrade its server");
  }
  // Some servers, CodeCommit among them, turn clients without multi_ack_detailed away. An `agent` that was
  // not advertised makes CodeCommit hang up, so none is sent.
  const wanted = ["multi_ack_detailed", "side-band-64k", "no-progress", "object-format=sha1"];
  if (thin && !target.has("no-thin")) wanted.push("thin-pack");
  if (target.has("ofs-delta")) wanted.push("ofs-delta");
  return wanted.filter((name) => source.has(name));
}

/**
 * Asks for a pack with everything the wants refer to and the haves do not, in one request: all haves and
 * `done` are sent at once, so there is nothing to negotiate. Resolves when the source has delivered the first
 * bytes, so that a source that refuses is known before a push is opened.
 *
 * @returns the pack, as it arrives; it throws instead of ending when the pack was cut or damaged. Who does not read it to
 *   its end has to say so with `return`, else the source waits.
 */
export async function fetchPack(source: Connection, request: FetchRequest): Promise<ByteStream> {
  const limited = { ...request, haves: request.haves.slice(0, maximumHaves) };
  const { v2 } = source;
  const body = v2 === undefined ? encodeFetch(limited) : encodeV2Fetch(v2, limited);
  return (await peek(receivePack(source, body, v2 !== undefined))).whole;
}

function encodeFetch({ wants, haves, capabilities }: FetchRequest): Buffer {
  // One buffer with its length: CodeCommit hangs up on a chunked request here.
  return Buffer.concat([
    ...wants.map((oid, index) =>
      encodePacket(`want ${oid}${index === 0 ? ` ${capabilities.join(" ")}` : ""}\n`),
    ),
    flushPacket,
    ...haves.map((oid) => encodePacket(`have ${oid}\n`)),
    encodePacket("done\n"),
  ]);
}

async function* receivePack(
  source: Connection,
  body: Buffer,
  v2: boolean,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* readPack(await source.post("git-upload-pack", [body], { v2 }), v2);
  } catch (error) {
    throw source.blame(error);
  }
}

/** The pack in the answer to a fetch; it throws instead of ending when the answer is not complete. */
export function readPack(
  answer: AsyncIterable<Buffer>,
  v2: boolean,
): AsyncGenerator<Buffer, void, undefined> {
  const packets = readPackets(answer);
  const banded = v2 ? untilFlush(packfileSection(packets)) : withoutAcknowledgements(untilFlush(packets));
  return verifyPack(readSideBand(banded));
}

/** Drops the `ACK …` and `NAK` lines before the first banded packet. */
async function* withoutAcknowledgements(
  packets: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let banded = false;
  for await (const packet of packets) {
    banded ||= isBanded(packet);
    if (banded) {
      yield packet;
    } else if (!/^(ACK [0-9a-f]{40}( (common|ready|continue))?|NAK)$/.test(packetText(packet))) {
      throw new ReplicationError("protocol", `unexpected line ${JSON.stringify(packetText(packet))}`);
    }
  }
}
