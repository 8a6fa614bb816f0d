import { expect } from "chai";
import { zeroOid } from "../../../replicator/git/advertisement";
import { Connection } from "../../../replicator/git/connection";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { sendPack, type PushResult } from "../../../replicator/git/sendPack";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { GitServer } from "../../support/gitServer";

const offered = new Set(["report-status", "delete-refs", "side-band-64k", "atomic", "agent=git/2"]);
const commands = ["refs/heads/a", "refs/heads/b"].map((ref) => ({ ref, from: "a".repeat(40), to: zeroOid }));

const bare = (...lines: string[]): Buffer => Buffer.concat([...lines.map(encodePacket), flushPacket]);
const banded = (...parts: [number, Buffer][]): Buffer =>
  Buffer.concat([
    ...parts.map(([band, bytes]) => encodePacket(Buffer.concat([Buffer.from([band]), bytes]))),
    flushPacket,
  ]);

describe("A push", () => {
  afterEach(cleanUp);

  async function push(
    context: Mocha.Context,
    body: Buffer,
    capabilities = offered,
  ): Promise<{ result: PushResult; sent: string }> {
    const server = await GitServer.start(context);
    const headers = { "Content-Type": "application/x-git-receive-pack-result" };
    server.onRequest = () => Promise.resolve({ headers, body });
    const connection = new Connection("target", { url: server.url("b") });
    try {
      const result = await sendPack(connection, commands, capabilities);
      return { result, sent: server.exchanges[0].body.toString("latin1") };
    } finally {
      connection.close();
    }
  }

  it("of deletes sends no pack, and only capabilities that were offered and are of use", async function () {
    const { sent } = await push(this, bare("unpack ok\n", "ok refs/heads/a\n", "ok refs/heads/b\n"));
    expect(sent.split("\0")[1]).to.match(/^ report-status side-band-64k[0-9a-f]{4}/);
    expect(sent).to.match(/refs\/heads\/b0000$/);
  });

  it("reads a report in bands, cut anywhere, with the server's words", async function () {
    const report = bare("unpack ok\n", "ok refs/heads/a\n", "ng refs/heads/b hook declined\n");
    const answer = banded(
      [2, Buffer.alloc(0)],
      [1, report.subarray(0, 7)],
      [2, Buffer.from("no, because\n")],
      [1, report.subarray(7)],
    );
    const { result } = await push(this, answer);
    expect(result).to.deep.equal({
      unpack: "ok",
      rejected: new Map([["refs/heads/b", "hook declined"]]),
      messages: "no, because",
    });
  });

  it("counts a ref without a line as rejected", async function () {
    const { result } = await push(this, bare("unpack ok\n", "ok refs/heads/a\n"));
    expect([...result.rejected]).to.deep.equal([["refs/heads/b", "no status reported"]]);
  });

  it("counts every ref as rejected when the pack was not unpacked", async function () {
    const { result } = await push(this, bare("unpack disk full\n", "ok refs/heads/a\n"));
    expect(result.rejected.size).to.equal(2);
    expect(result.rejected.get("refs/heads/a")).to.equal("unpack disk full");
  });

  const failures: Record<string, [string, Buffer]> = {
    "no report": ["truncated", banded([2, Buffer.from("went to lunch")])],
    "a report without its end": ["truncated", banded([1, bare("unpack ok\n").subarray(0, -4)])],
    "a fatal error": ["remote-error", banded([3, Buffer.from("out of memory")])],
    "a line nobody knows": ["protocol", bare("unpack ok\n", "perhaps refs/heads/a\n")],
  };
  for (const [what, [code, body]] of Object.entries(failures)) {
    it(`has no known outcome after ${what}`, async function () {
      const error = await failure(push(this, body));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(/^target http/);
    });
  }

  for (const missing of ["report-status", "delete-refs"]) {
    it(`is not even tried without ${missing}`, async function () {
      const without = new Set([...offered].filter((name) => name !== missing));
      expect((await failure(push(this, flushPacket, without))).code).to.equal("unsupported");
    });
  }
});
