import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundleReplicate } from "../../support/bundle";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { packetBoundaries, banded, flushed } from "../../support/packets";
import { dialects, diverged, expectEqual, pair } from "../../support/pair";
import { startRelay } from "../../support/relayProcess";
import { isPush, listsRefs } from "../../support/requests";
import { flushPacket } from "../../../replicator/git/pktLine";

// I1 and I6 are those of several replications at once, I2 is what every other test here ends with.
describe("What holds whatever happens", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "invariants-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`I3: no ref is removed unless a complete list of the source lacked it (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const kept = { ...both.before, ...(await both.source.refs()) };
      delete kept["refs/heads/topic-0"];
      let boundaries: number[] = [];
      let boundary = 0;
      both.servers.source.onAnswer = (exchange, body) => {
        if (!listsRefs(exchange) || !body.includes("refs/heads/")) return undefined;
        boundaries = packetBoundaries(body);
        return { body: body.subarray(0, boundaries[boundary]) };
      };
      do {
        const error = await failure(both.run({ maximumPasses: 1 }));
        expect(error.code, `up to packet ${boundary}`).to.be.oneOf(["truncated", "protocol"]);
        expect(await both.target.refs(), `up to packet ${boundary}`).to.deep.equal(both.before);
      } while (++boundary < boundaries.length - 1);
      expect(boundary).to.be.greaterThan(6);
      both.servers.source.onAnswer = undefined;
      expect((await both.run()).deleted.map(({ ref }) => ref)).to.deep.equal(["refs/heads/topic-0"]);
      expect(await both.target.refs()).to.deep.equal(kept);
    });

    it(`I4: refs outside of the scope never change (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const oid = both.before["refs/heads/main"];
      const theirs = {
        "refs/notes/commits": oid,
        "refs/pull/1/head": oid,
        "refs/heads/ccp-archive-2026-01-31-main-1234567": oid,
        "refs/heads/other/kept": oid,
        "refs/tags/other": oid,
      };
      await both.target.updateRefs(theirs);
      const tip = (await both.source.refs())["refs/heads/main"];
      await both.source.updateRefs({
        "refs/notes/commits": tip,
        "refs/pull/2/head": tip,
        "refs/heads/ccp-archive-2026-01-31-main-1234567": tip,
        "refs/heads/other/new": tip,
      });
      const scope = (ref: string): boolean => !/^refs\/(heads|tags)\/other/.test(ref);
      const expected = async (): Promise<Record<string, string>> => ({
        ...Object.fromEntries(
          Object.entries(await both.source.refs()).filter(([ref]) =>
            /^refs\/heads\/(main|new|topic-\d)$/.test(ref),
          ),
        ),
        ...theirs,
      });
      await both.run({ scope });
      expect(await both.target.refs()).to.deep.equal(await expected());
      await both.source.updateRefs({ "refs/heads/new": undefined, "refs/heads/topic-1": undefined });
      await both.run({ scope });
      expect(await both.target.refs()).to.deep.equal(await expected());
    });

    it(`I5: the target has the same objects as the source, and all of them are sound (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("docs/größe.txt", "one\n");
      await both.source.git("tag", "-a", "-m", "one", "v1");
      await both.source.git("checkout", "--quiet", "-b", "side");
      await both.source.commit("side.bin", randomBytes(5_000));
      await both.source.git("checkout", "--quiet", "main");
      await both.run();
      await both.source.commit("docs/größe.txt", "two\n");
      await both.source.git("merge", "--quiet", "--no-edit", "side");
      await both.run();
      await both.source.git("checkout", "--quiet", "--orphan", "empty");
      await both.source.git("rm", "-r", "--quiet", "--cached", ".");
      await both.source.git("commit", "--quiet", "--allow-empty", "-m", "no files");
      await both.run();
      expect(await both.target.reachable()).to.deep.equal(await both.source.reachable());
      expect(await both.target.git("fsck", "--full", "--strict", "--no-progress")).to.equal("");
    });

    it(`I8: the target gets at most twice the bytes of a direct push (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.servers.target.repository("direct", { bare: true });
      const direct = both.servers.target.url("direct");
      const big = randomBytes(100_000).toString("base64");
      await both.source.commit("big.txt", big);
      await both.source.git("push", "--quiet", direct, "refs/heads/*:refs/heads/*");
      await both.run();
      const received = async (act: () => Promise<unknown>): Promise<number> => {
        const before = both.servers.target.bytesReceived;
        await act();
        return both.servers.target.bytesReceived - before;
      };
      const changes: Record<string, () => Promise<unknown>> = {
        "a line of a large file": () => both.source.commit("big.txt", `${big}more\n`),
        "a new file": () => both.source.commit("new.bin", randomBytes(20_000)),
        "a hundred branches": () =>
          both.source
            .git("rev-parse", "HEAD~1")
            .then((oid) =>
              both.source.updateRefs(
                Object.fromEntries(
                  Array.from({ length: 100 }, (_, index) => [`refs/heads/topic-${index}`, oid]),
                ),
              ),
            ),
      };
      for (const [what, change] of Object.entries(changes)) {
        await change();
        const pushed = await received(() =>
          both.source.git("push", "--quiet", direct, "refs/heads/*:refs/heads/*"),
        );
        const relayed = await received(both.run);
        expect(pushed, what).to.be.greaterThan(100);
        expect(relayed, `${what}: bytes of a relay, of a push ${pushed}`).to.be.within(100, pushed * 2);
      }
      await expectEqual(both);
    });
  }

  it("I7: the exit code is 0 only if both sides were seen equal, whatever a report says", async function () {
    const both = await diverged(this, "codeCommit");
    const headers = { "Content-Type": "application/x-git-receive-pack-result" };
    const lie = flushed(
      "unpack ok\n",
      "ok refs/heads/main\n",
      "ok refs/heads/new\n",
      "ok refs/heads/topic-0\n",
    );
    both.servers.target.onRequest = (exchange) =>
      Promise.resolve(
        isPush(exchange) ? { headers, body: Buffer.concat([banded(lie), flushPacket]) } : undefined,
      );
    const lied = await startRelay(cli, both).ended;
    expect(lied.code).to.equal(1);
    expect(JSON.parse(lied.stdout)).to.have.nested.include({ equal: false, "error.code": "not-converged" });
    expect(await both.target.refs()).to.deep.equal(both.before);

    both.servers.target.onRequest = undefined;
    expect((await startRelay(cli, both).ended).code).to.equal(0);
    await expectEqual(both);
  });
});
