import { ReplicationError } from "../replicationError";
import { type Packet, packetText, readPackets, refuseErrorPacket, untilFlush } from "./pktLine";

export type Service = "git-upload-pack" | "git-receive-pack";

/** What one side says about itself: its complete list of refs, and what it can do. */
export interface Advertisement {
  /** Full ref name → object id, without HEAD and without the peeled values of tags. */
  readonly refs: ReadonlyMap<string, string>;
  /** Objects the server has besides its refs (`.have` lines of repositories with alternates). */
  readonly extraHaves: readonly string[];
  /** How many refs are not in the list because their names are not UTF-8: nobody could say them again in a push. */
  readonly unreadable: number;
  readonly capabilities: ReadonlySet<string>;
  /** The branch HEAD points to (without refs/heads/), if the server says so. */
  readonly defaultBranch?: string;
  /** What the server can do in protocol version 2, if it was listed in that; fetches then use it too. */
  readonly v2?: ReadonlySet<string>;
}

export const zeroOid = "0".repeat(40);

/**
 * Reads the answer to `GET info/refs?service=…`: a list of refs in protocol v0 or v1, or what the server can do in v2,
 * where refs are asked for apart.
 *
 * @throws ReplicationError for anything but one complete answer: never returns a short list.
 */
export async function readAdvertisement(
  body: AsyncIterable<Buffer>,
  service: Service,
): Promise<Advertisement | AsyncGenerator<Packet>> {
  const packets = readPackets(body);
  const first = await packets.next();
  if (first.done) throw new ReplicationError("truncated", "the advertisement of refs is empty; try again");
  const title = Buffer.isBuffer(first.value) ? titleOf(first.value) : first.value;
  // git's own http-backend announces no service in version 2, other servers do.
  if (title === "version 2") return packets;
  const end = await packets.next();
  if (title !== `# service=${service}` || (!end.done && end.value !== "flush")) {
    throw new ReplicationError("protocol", `this is not a ${service} advertisement; check the URL`);
  }
  const second = await packets.next();
  if (!second.done && Buffer.isBuffer(second.value) && packetText(second.value) === "version 2")
    return packets;
  return readRefs(second.done ? packets : startingWith(second.value, packets));
}

function titleOf(packet: Buffer): string {
  refuseErrorPacket(packet);
  return packetText(packet);
}

async function* startingWith(
  first: Packet,
  rest: AsyncGenerator<Packet>,
): AsyncGenerator<Packet, void, undefined> {
  yield first;
  yield* rest;
}

async function readRefs(packets: AsyncIterable<Packet>): Promise<Advertisement> {
  const refs = new Map<string, string>();
  const extraHaves: string[] = [];
  let unreadable = 0;
  let capabilities: ReadonlySet<string> | undefined;
  for await (const packet of untilFlush(packets)) {
    const line = packetText(packet);
    if (capabilities === undefined && line === "version 1") continue;
    const nul = capabilities === undefined ? line.indexOf("\0") : -1;
    const entry = nul < 0 ? line : line.slice(0, nul);
    capabilities ??= new Set(
      nul < 0
        ? []
        : line
            .slice(nul + 1)
            .split(" ")
            .filter(Boolean),
    );
    refuseUnsupported(entry, capabilities);
    const oid = entry.slice(0, 40);
    const name = entry.slice(41);
    if (!/^[0-9a-f]{40}$/.test(oid) || entry[40] !== " " || !isRefName(name)) {
      throw new ReplicationError("protocol", `malformed line ${JSON.stringify(entry)} in the list of refs`);
    }
    if (name === ".have") extraHaves.push(oid);
    else if (name === "HEAD" || name.endsWith("^{}")) continue;
    else if (isUnreadable(name)) unreadable += 1;
    else if (refs.has(name)) throw new ReplicationError("protocol", `the ref ${name} is listed twice`);
    else refs.set(name, oid);
  }
  const defaultBranch = headOf(capabilities);
  return { refs, extraHaves, unreadable, capabilities: capabilities ?? new Set(), defaultBranch };
}

function refuseUnsupported(entry: string, capabilities: ReadonlySet<string>): void {
  if (entry.startsWith("shallow ")) {
    throw new ReplicationError(
      "unsupported",
      "the repository is shallow, its history is incomplete; unshallow it first",
    );
  }
  refuseFormat(capabilities);
  if (/^[0-9a-f]{64} /.test(entry)) refuseFormat(new Set(["object-format=sha256"]));
}

/** @throws ReplicationError `unsupported` if a repository's objects have other names than SHA-1 gives */
export function refuseFormat(capabilities: ReadonlySet<string>): void {
  const format = [...capabilities].find((name) => name.startsWith("object-format="));
  if (format !== undefined && format !== "object-format=sha1") {
    throw new ReplicationError("unsupported", "only repositories of SHA-1 objects can be replicated");
  }
}

/**
 * What would change its meaning inside a push command is no name. `capabilities^{}` and `<tag>^{}` pass: the caller leaves
 * them out.
 */
export function isRefName(name: string): boolean {
  return name.length > 0 && ![...name].some((char) => char <= " " || char === "\x7f");
}

/** True of a name that did not survive decoding as UTF-8. Git takes any bytes, and one such name must not stop the others. */
export function isUnreadable(name: string): boolean {
  return name.includes("\ufffd");
}

function headOf(capabilities: ReadonlySet<string> | undefined): string | undefined {
  const prefix = "symref=HEAD:refs/heads/";
  return [...(capabilities ?? [])].find((name) => name.startsWith(prefix))?.slice(prefix.length);
}
