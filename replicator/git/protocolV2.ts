import { ReplicationError } from "../replicationError";
import { type Advertisement, isRefName, isUnreadable, refuseFormat } from "./advertisement";
import { encodePacket, flushPacket, packetText, type Packet, untilFlush } from "./pktLine";

/** `0001`: between a command's capabilities and its arguments (gitprotocol-v2). */
export const delimiterPacket = Buffer.from("0001");

/** What a server of protocol version 2 can do: `ls-refs=unborn`, `fetch=shallow filter`, `object-format=sha1`. */
export type V2Capabilities = ReadonlySet<string>;

/** Reads the capabilities after `version 2`. */
export async function readV2Capabilities(packets: AsyncIterable<Packet>): Promise<V2Capabilities> {
  const capabilities = new Set<string>();
  for await (const packet of untilFlush(packets)) capabilities.add(packetText(packet));
  refuseFormat(capabilities);
  for (const command of ["ls-refs", "fetch"]) {
    if (![...capabilities].some((name) => name === command || name.startsWith(`${command}=`))) {
      throw new ReplicationError("unsupported", `the server offers protocol version 2 without ${command}`);
    }
  }
  return capabilities;
}

/** Asks for branches, tags and HEAD; a server may answer with more. */
export function encodeLsRefs(capabilities: V2Capabilities): Buffer {
  const prefixes = ["HEAD", "refs/heads/", "refs/tags/"].map((prefix) => `ref-prefix ${prefix}\n`);
  return encodeCommand("ls-refs", capabilities, ["symrefs\n", ...prefixes]);
}

/** Of the v0 capabilities only these are arguments of version 2, and all of them can always be asked for. */
const fetchArguments = ["thin-pack", "no-progress", "ofs-delta"];

export function encodeV2Fetch(
  capabilities: V2Capabilities,
  request: {
    readonly wants: readonly string[];
    readonly haves: readonly string[];
    readonly capabilities: readonly string[];
  },
): Buffer {
  return encodeCommand("fetch", capabilities, [
    ...fetchArguments.filter((name) => request.capabilities.includes(name)).map((name) => `${name}\n`),
    ...request.wants.map((oid) => `want ${oid}\n`),
    ...request.haves.map((oid) => `have ${oid}\n`),
    "done\n",
  ]);
}

function encodeCommand(command: string, capabilities: V2Capabilities, args: readonly string[]): Buffer {
  const format = capabilities.has("object-format=sha1") ? [encodePacket("object-format=sha1\n")] : [];
  return Buffer.concat([
    encodePacket(`command=${command}\n`),
    ...format,
    delimiterPacket,
    ...args.map(encodePacket),
    flushPacket,
  ]);
}

/**
 * Reads the answer to `ls-refs`.
 *
 * @throws ReplicationError for anything but one complete list: never returns a short one.
 */
export async function readLsRefs(packets: AsyncIterable<Packet>, v2: V2Capabilities): Promise<Advertisement> {
  const refs = new Map<string, string>();
  let unreadable = 0;
  let defaultBranch: string | undefined;
  for await (const packet of untilFlush(packets)) {
    const line = packetText(packet);
    const [oid, name, ...attributes] = line.split(" ");
    if (!/^[0-9a-f]{40}$/.test(oid) || name === undefined || !isRefName(name)) {
      throw new ReplicationError("protocol", `malformed line ${JSON.stringify(line)} in the list of refs`);
    }
    if (isUnreadable(name)) {
      unreadable += 1;
    } else if (name === "HEAD") {
      const target = attributes.find((attribute) => attribute.startsWith("symref-target:refs/heads/"));
      defaultBranch = target?.slice("symref-target:refs/heads/".length);
    } else if (refs.has(name)) {
      throw new ReplicationError("protocol", `the ref ${name} is listed twice`);
    } else {
      refs.set(name, oid);
    }
  }
  // In the words of version 0: what a fetch may ask for.
  const capabilities = new Set(["side-band-64k", ...fetchArguments]);
  return { refs, extraHaves: [], unreadable, capabilities, defaultBranch, v2 };
}

/**
 * The packets of the pack in an answer to `fetch`, to its final flush. Other sections before it would mean what was not
 * asked for.
 *
 * @throws ReplicationError `unsupported` when the source is shallow
 */
export async function* packfileSection(
  packets: AsyncGenerator<Packet>,
): AsyncGenerator<Packet, void, undefined> {
  const first = await packets.next();
  const title = !first.done && Buffer.isBuffer(first.value) ? packetText(first.value) : undefined;
  if (title === "packfile") {
    yield* packets;
  } else if (title === "shallow-info") {
    throw new ReplicationError(
      "unsupported",
      "the repository is shallow, its history is incomplete; unshallow it first",
    );
  } else if (title?.startsWith("ERR ")) {
    yield first.value as Buffer;
    yield* packets;
  } else {
    const found = first.done ? "nothing" : JSON.stringify(title ?? first.value);
    throw new ReplicationError(first.done ? "truncated" : "protocol", `expected a pack, got ${found}`);
  }
}
