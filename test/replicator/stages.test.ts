import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import type { Exchange } from "../support/gitServer";
import { type Dialect, expectEqual, pair, type Pair } from "../support/pair";

const isPush = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-receive-pack";

/** A line of commits of 20 KB each, a side branch merged into it, and a target that takes 100 KB at once. */
async function large(context: Mocha.Context, dialect: Dialect, limit = 100_000): Promise<Pair> {
  const both = await pair(context, dialect);
  await both.source.fastImport(40, 20_000, (_index, size) => randomBytes(size));
  await both.source.git("reset", "--quiet", "--hard", "main");
  await both.source.git("checkout", "--quiet", "-b", "side", "main~20");
  await both.source.commit("side.bin", randomBytes(20_000));
  await both.source.git("checkout", "--quiet", "main");
  await both.source.git("merge", "--quiet", "--no-edit", "side");
  await both.source.git("tag", "--annotate", "v1", "--message", "One");
  await both.target.git("config", "receive.maxInputSize", String(limit));
  return both;
}

describe("A history that is too large for one push", () => {
  afterEach(cleanUp);

  for (const dialect of ["v0", "v2", "codeCommit"] as const) {
    it(`goes over in stages, and leaves nothing else behind (${dialect})`, async function () {
      this.timeout(60_000);
      const both = await large(this, dialect);
      const report = await both.run();
      expect(report).to.include({ equal: true, unusablePacks: 0 });
      await expectEqual(both);
      expect(both.servers.target.exchanges.filter(isPush).length).to.be.greaterThan(8);
    });
  }

  it("goes over in stages when the target answers 413", async function () {
    this.timeout(60_000);
    const both = await large(this, "v0", 0);
    both.servers.target.onRequest = ({ body, service }) =>
      Promise.resolve(
        service === "git-receive-pack" && body.length > 100_000
          ? { status: 413, body: Buffer.from("no") }
          : undefined,
      );
    expect(await both.run()).to.include({ equal: true });
    await expectEqual(both);
  });

  it("goes on where it was killed", async function () {
    this.timeout(60_000);
    const both = await large(this, "v0");
    const stop = new AbortController();
    const accepted: number[] = [];
    const onStep = (step: string, { ok, objects }: Readonly<Record<string, unknown>>): void => {
      if (step === "staged" && ok === true) accepted.push(Number(objects));
      if (accepted.length === 4) stop.abort();
    };
    const error = await failure(both.run({ signal: stop.signal, onStep }));
    expect(error.code).to.equal("aborted");
    const kept = Object.keys(await both.target.refs());
    expect(kept).to.have.length.greaterThan(0);
    expect(kept.filter((ref) => !ref.startsWith("refs/tags/ccp-seed-"))).to.deep.equal([]);
    await both.run({ onStep });
    await expectEqual(both);
    // No object went over twice.
    const objects = (await both.source.git("rev-list", "--objects", "--all")).split("\n").length;
    expect(accepted.length).to.be.greaterThan(5);
    expect(accepted.reduce((sum, count) => sum + count, 0)).to.be.at.most(objects);
  });

  it("is brought by two replications at once, though one is killed with a part of it there", async function () {
    this.timeout(60_000);
    const both = await large(this, "v0");
    const stop = new AbortController();
    const onStep = (step: string, { ok }: Readonly<Record<string, unknown>>): void => {
      if (step === "staged" && ok === true) stop.abort();
    };
    let begun = false;
    both.servers.target.onRequest = async (exchange) => {
      if (begun || !isPush(exchange) || !exchange.body.includes("refs/tags/ccp-seed-")) return undefined;
      begun = true;
      expect((await failure(both.run({ signal: stop.signal, onStep }))).code).to.equal("aborted");
      return undefined;
    };
    expect(await both.run()).to.include({ equal: true });
    expect(stop.signal.aborted).to.equal(true);
    await expectEqual(both);
  });

  it("goes on when the report on a piece is lost", async function () {
    this.timeout(60_000);
    const both = await large(this, "v0");
    let lost = 0;
    both.servers.target.onAnswer = (exchange, body) => {
      const piece = isPush(exchange) && exchange.body.includes("refs/tags/ccp-seed-");
      if (!piece || !body.includes("unpack ok") || ++lost > 1) return undefined;
      return { body: body.subarray(0, 10), cut: true };
    };
    // Without it, a request's body is not kept.
    both.servers.target.onRequest = () => Promise.resolve(undefined);
    expect(await both.run()).to.include({ equal: true });
    expect(lost).to.be.greaterThan(1);
    await expectEqual(both);
  });

  it("is not given up for good because the target is out of order for a while", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.target.updateRefs({ "refs/tags/ccp-seed-0000000000000000-0123abcd": oid });
    await both.source.commit("a.txt", "two\n");
    const out = { status: 503, body: Buffer.from("busy") };
    both.servers.target.onRequest = (exchange) => Promise.resolve(isPush(exchange) ? out : undefined);
    expect(await failure(both.run({ maximumPasses: 2 }))).to.include({
      code: "unavailable",
      transient: true,
    });
    both.servers.target.onRequest = undefined;
    await both.run();
    await expectEqual(both);
  });

  it("is given up with the commit's name when that alone is too large", async function () {
    this.timeout(60_000);
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    const oid = await both.source.commit("big.bin", randomBytes(50_000));
    await both.source.commit("b.txt", "two\n");
    await both.target.git("config", "receive.maxInputSize", "20000");
    const error = await failure(both.run());
    expect(error).to.include({ code: "unsplittable", transient: false });
    expect(error.message).to.include(`commit ${oid} alone is too large`);
  });
});
