import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { parseDockerfile } from "../../../local/cloud/ecr/dockerfile";
import { zeroOid } from "../../../replicator/git/advertisement";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { bundleReplicate } from "../../support/bundle";
import { runNode } from "../../support/childProcess";
import { cleanUp, cleanUps } from "../../support/git";
import { banded, flushed } from "../../support/packets";

/** In bytes. */
const packSize = process.env.FAULTS === "long" ? 2_000_000_000 : 400_000_000;
const tip = "a".repeat(40);

/** How much of the pack is with neither side: in the process, or in the kernel's buffers. */
class UnderWay {
  sent = 0;
  taken = 0;
  most = 0;
  note(): void {
    this.most = Math.max(this.most, this.sent - this.taken);
  }
}

async function serve(context: Mocha.Context, handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle);
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUps(context).push(async () => {
    server.closeAllConnections();
    await once(server.close(), "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`;
}

function answer(response: http.ServerResponse, type: string, body?: Buffer): void {
  response.writeHead(200, { "Content-Type": `application/x-git-${type}` });
  if (body !== undefined) response.end(body);
}

const listed = (service: string, line: string): Buffer =>
  Buffer.concat([flushed(`# service=git-${service}\n`), flushed(line)]);

/** A source whose one branch is as large as it is asked to be: nobody on the way opens the pack. */
function endlessSource(underWay: UnderWay): http.RequestListener {
  const stream = async (response: http.ServerResponse): Promise<void> => {
    answer(response, "upload-pack-result");
    response.write(encodePacket("NAK\n"));
    const hash = createHash("sha1");
    const write = async (bytes: Buffer): Promise<void> => {
      underWay.sent += bytes.length;
      underWay.note();
      if (!response.write(banded(bytes))) await once(response, "drain");
    };
    let piece = Buffer.concat([Buffer.from("5041434b0000000200000001", "hex"), Buffer.alloc(262_048, 7)]);
    for (let left = packSize; left > 0; left -= piece.length) {
      piece = piece.subarray(0, left);
      hash.update(piece);
      await write(piece);
    }
    await write(hash.digest());
    response.end(flushPacket);
  };
  return (request, response) => {
    request.resume();
    if (request.method === "GET") {
      answer(
        response,
        "upload-pack-advertisement",
        listed("upload-pack", `${tip} refs/heads/main\0side-band-64k thin-pack\n`),
      );
    } else stream(response).catch(() => response.destroy());
  };
}

/** A target that swallows packs, at 200 MB/s at the most. */
function slowTarget(underWay: UnderWay): http.RequestListener {
  let refs = `${zeroOid} capabilities^{}`;
  const swallow = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    let nap = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      underWay.taken += chunk.length;
      underWay.note();
      nap += chunk.length;
      if (nap < 4_000_000) continue;
      nap = 0;
      await sleep(20);
    }
    refs = `${tip} refs/heads/main`;
    answer(response, "receive-pack-result", flushed("unpack ok\n", "ok refs/heads/main\n"));
  };
  return (request, response) => {
    if (request.method === "GET") {
      request.resume();
      answer(
        response,
        `${request.url?.includes("upload") === true ? "upload" : "receive"}-pack-advertisement`,
        listed(
          request.url?.includes("upload") === true ? "upload-pack" : "receive-pack",
          `${refs}\0report-status delete-refs\n`,
        ),
      );
    } else swallow(request, response).catch(() => response.destroy());
  };
}

/** With which the task's image starts Node. */
function nodeOptions(): readonly string[] {
  const dockerfile = path.join(__dirname, "../../../replicator/Dockerfile");
  return parseDockerfile(readFileSync(dockerfile, "utf8")).entryPoint.slice(1, -1);
}

describe("Fault 21: a pack that is larger than the task's memory, and a target that is slow", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "memory-test-"));
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it(`passes ${packSize / 1_000_000} MB on in 120 MB of memory, no faster than they are taken`, async function () {
    this.timeout(300_000);
    const cli = await bundleReplicate(directory);
    const hook = path.join(directory, "hook.js");
    // Sampled: the kernel's own maximum starts with what the parent process had.
    await writeFile(
      hook,
      `let most = 0;
      setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 10).unref();
      process.on("exit", () => console.error(most));`,
    );
    const underWay = new UnderWay();
    const source = await serve(this, endlessSource(underWay));
    const target = await serve(this, slowTarget(underWay));
    const { code, stderr } = await runNode([...nodeOptions(), "--require", hook, cli, source, target]);
    expect(code, stderr).to.equal(0);
    expect(underWay.taken).to.be.greaterThan(packSize);
    // What it tells of its progress comes before.
    const rss = Number(stderr.trim().split("\n").at(-1));
    expect(rss / 1_000_000, "most megabytes of memory in use").to.be.within(20, 120);
    expect(underWay.most / 1_000_000, "most megabytes under way").to.be.within(1, 60);
  });
});
