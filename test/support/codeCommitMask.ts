import { flushPacket } from "../../replicator/git/pktLine";
import type { Answer } from "./answer";
import type { Exchange } from "./exchange";
import { packEntries } from "./packEntries";
import { banded, flushed } from "./packets";

/** What CodeCommit was seen to offer, by isomorphic-git's issue 199 and dulwich's issue 671. */
const offered = new Set([
  "multi_ack_detailed",
  "shallow",
  "side-band-64k",
  "thin-pack",
  "allow-tip-sha1-in-want",
  "allow-reachable-sha1-in-want",
  "report-status",
  "delete-refs",
]);

/** CodeCommit user guide, "Quotas". */
const maximumCommands = 4_000;

/** Rewrites the capabilities of the first ref's line: what is left out is neither offered nor told, as where HEAD points. */
export function maskCapabilities(advertisement: Buffer): Buffer {
  const text = advertisement.toString("latin1");
  const masked = text.replace(
    /([0-9a-f]{4})([0-9a-f]{40} [^\n\0]*)\0([^\n]*)\n/,
    (_line, _length, ref: string, all: string) => {
      const kept = all.split(" ").filter((name) => offered.has(name));
      const line = `${ref}\0${kept.join(" ")}\n`;
      return (line.length + 4).toString(16).padStart(4, "0") + line;
    },
  );
  return Buffer.from(masked, "latin1");
}

/** What CodeCommit would say to a request that git takes: `hang up`, a report of its own, or nothing. */
export function codeCommitRefusal(exchange: Exchange): Answer | "hang up" | undefined {
  const { method, service, headers, body } = exchange;
  if (method === "GET") return undefined;
  const lines = linesOf(body);
  if (service === "git-upload-pack") {
    const asked = (lines[0] ?? "").trim().split(" ").slice(2);
    const sized = headers["content-length"] !== undefined;
    // It takes clients for too old that do not know multi_ack_detailed.
    const modern = asked.includes("multi_ack_detailed");
    return sized && modern && asked.every((name) => offered.has(name)) ? undefined : "hang up";
  }
  const asked = lines[0].split("\0")[1].trim().split(" ");
  if (!asked.every((name) => offered.has(name))) return "hang up";
  if (lines.length > maximumCommands) return refusal(lines, "Too many reference update commands", asked);
  const pack = body.subarray(lengthOf(lines) + flushPacket.length);
  return pack.length > 0 && packEntries(pack).includes("ofs-delta")
    ? refusal(lines, "protocol error (offset deltas are not supported)", asked)
    : undefined;
}

/** The packets before the first flush, as latin1. */
function linesOf(body: Buffer): string[] {
  const lines: string[] = [];
  for (let offset = 0; ;) {
    const length = parseInt(body.toString("latin1", offset, offset + 4), 16);
    if (!(length > 4)) return lines;
    lines.push(body.toString("latin1", offset + 4, offset + length));
    offset += length;
  }
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + 4 + line.length, 0);
}

function refusal(lines: readonly string[], reason: string, asked: readonly string[]): Answer {
  const refs = lines.map((line) => Buffer.from(line.split("\0")[0].split(" ")[2], "latin1").toString());
  const report = [`unpack ${reason}\n`, ...refs.map((ref) => `ng ${ref.trim()} unpacker error\n`)];
  const bare = flushed(...report);
  return {
    headers: { "Content-Type": "application/x-git-receive-pack-result" },
    body: asked.includes("side-band-64k") ? Buffer.concat([banded(bare), flushPacket]) : bare,
  };
}
