import { pktLine, readPktLine } from "./pktLine";

/**
 * What CodeCommit's servers were seen to offer. No atomic, no offset deltas, no symref of HEAD, no agent.
 *
 * @see https://github.com/isomorphic-git/isomorphic-git/issues/199 (upload-pack)
 * @see https://github.com/jelmer/dulwich/issues/671 (receive-pack)
 */
const offered: Readonly<Record<string, ReadonlySet<string>>> = {
  "git-upload-pack": new Set([
    "multi_ack_detailed",
    "shallow",
    "side-band-64k",
    "thin-pack",
    "allow-tip-sha1-in-want",
    "allow-reachable-sha1-in-want",
  ]),
  "git-receive-pack": new Set(["report-status", "side-band-64k", "delete-refs"]),
};

/**
 * Takes from stock git's advertisement the capabilities that CodeCommit does not have. They stand on the first ref's
 * line, which follows the service's line and a flush; the rest passes as it is.
 */
export async function* maskCapabilities(
  service: string,
  body: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of body) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const masked = maskFirstRef(head, offered[service] ?? new Set());
    if (masked === undefined) continue;
    head = undefined;
    yield masked;
  }
  if (head !== undefined) yield head;
}

/** The bytes with the first ref's line masked, or undefined when it has not arrived yet. */
function maskFirstRef(bytes: Buffer, allowed: ReadonlySet<string>): Buffer | undefined {
  const title = readPktLine(bytes, 0);
  const flush = title && readPktLine(bytes, title.next);
  const first = flush && readPktLine(bytes, flush.next);
  if (flush === undefined || first === undefined) return undefined;
  // An empty repository's upload-pack has no ref line at all.
  if (first.payload === undefined) return bytes;
  const [ref = "", capabilities = ""] = first.payload.toString().replace(/\n$/, "").split("\0");
  const kept = capabilities.split(" ").filter((capability) => allowed.has(capability));
  const line = pktLine(`${ref}\0${kept.join(" ")}\n`);
  return Buffer.concat([bytes.subarray(0, flush.next), line, bytes.subarray(first.next)]);
}
