import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { expect } from "chai";
import { replicate } from "../../replicator/replicate";
import { cleanUp } from "../support/git";
import { failure } from "../support/failure";
import type { Exchange } from "../support/gitServer";
import { expectEqual, pair, type Pair } from "../support/pair";

/** Two equal sides, then a commit, a new branch and a deleted one on the source. */
async function diverged(context: Mocha.Context): Promise<Pair & { readonly before: Record<string, string> }> {
  const both = await pair(context);
  await both.source.commit("a.txt", "one\n");
  for (let index = 0; index < 5; index++) await both.source.git("branch", `topic-${index}`);
  await both.run();
  const before = await both.target.refs();
  await both.source.commit("a.txt", randomBytes(2_000).toString("hex"));
  await both.source.git("branch", "new");
  await both.source.git("branch", "-D", "topic-0");
  return { ...both, before };
}

const isList = ({ method }: Exchange): boolean => method === "GET";
const isFetch = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-upload-pack";
const isPush = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-receive-pack";

describe("A replication that meets a fault", () => {
  afterEach(cleanUp);

  for (const side of ["source", "target"] as const) {
    for (const cut of [true, false]) {
      it(`leaves the target as it was when the ${side}'s list ${cut ? "breaks off" : "ends early"}`, async function () {
        const both = await diverged(this);
        const server = both.servers[side];
        for (const missing of [4, 20, 130]) {
          server.onAnswer = (exchange, body) =>
            isList(exchange) ? { body: body.subarray(0, body.length - missing), cut } : undefined;
          const error = await failure(both.run({ maximumPasses: 2 }));
          expect(error).to.include({ transient: true });
          expect(error.message).to.match(new RegExp(`^${side} http://127`));
          expect(await both.target.refs()).to.deep.equal(both.before);
        }
        server.onAnswer = undefined;
        await both.run();
        await expectEqual(both);
      });
    }
  }

  it("leaves the target as it was when the source's pack is cut anywhere or damaged", async function () {
    const both = await diverged(this);
    const damages: ((body: Buffer) => { body: Buffer; cut?: boolean })[] = [
      (body) => ({ body: body.subarray(0, 0), cut: true }),
      (body) => ({ body: body.subarray(0, 20) }),
      (body) => ({ body: body.subarray(0, body.length / 2), cut: true }),
      (body) => ({ body: body.subarray(0, body.length - 5), cut: true }),
      (body) => ({ body: body.subarray(0, body.length - 4) }),
      (body) => ({ body: Buffer.from(body.map((byte, at) => (at === body.length - 100 ? byte ^ 1 : byte))) }),
      () => ({ body: Buffer.from("0008NAK\n000f\x03disk full\n0000") }),
    ];
    for (const damage of damages) {
      both.servers.source.onAnswer = (exchange, body) => (isFetch(exchange) ? damage(body) : undefined);
      const pushes = both.servers.target.exchanges.filter(isPush).length;
      const error = await failure(both.run({ maximumPasses: 1 }));
      expect(error.message).to.match(/^source http/);
      expect(both.servers.target.exchanges.filter(isPush)).to.have.lengthOf(pushes);
      expect(await both.target.refs()).to.deep.equal(both.before);
    }
    both.servers.source.onAnswer = undefined;
    await both.run();
    await expectEqual(both);
  });

  it("breaks off a streamed push when the source's pack is cut", async function () {
    const both = await diverged(this);
    // More than fits the buffer, so that the push has begun when the pack breaks off.
    await both.source.commit("big.bin", randomBytes(12_000_000));
    both.servers.source.onAnswer = (exchange, body) =>
      isFetch(exchange) ? { body: body.subarray(0, body.length - 500_000), cut: true } : undefined;
    const error = await failure(both.run({ maximumPasses: 1 }));
    expect(error).to.include({ transient: true });
    expect(error.message).to.match(/^source http/);
    expect(both.servers.target.exchanges.filter(isPush).at(-1)?.headers).to.include({
      "transfer-encoding": "chunked",
    });
    expect(await both.target.refs()).to.deep.equal(both.before);
    both.servers.source.onAnswer = undefined;
    await both.run();
    await expectEqual(both);
  });

  it("deletes nothing because of an empty source", async function () {
    const both = await diverged(this);
    await both.servers.source.repository("empty", { bare: true });
    const source = { url: both.servers.source.url("empty") };
    const error = await failure(replicate(source, { url: both.servers.target.url("b") }));
    expect(error).to.include({ code: "source-empty", transient: false });
    expect(await both.target.refs()).to.deep.equal(both.before);
  });

  it("deletes many refs only after a second look", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    const names = Array.from({ length: 12 }, (_, index) => `refs/heads/many-${index}`);
    await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, oid])));
    await both.run();
    const before = await both.target.refs();
    await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, undefined])));

    let looks = 0;
    both.servers.source.onRequest = async (exchange) => {
      if (isList(exchange) && ++looks === 2) await both.source.updateRefs({ [names[3]]: oid });
      return undefined;
    };
    const error = await failure(both.run({ maximumPasses: 1 }));
    expect(error).to.include({ code: "deletion-unconfirmed", transient: true });
    expect(await both.target.refs()).to.deep.equal(before);

    both.servers.source.onRequest = undefined;
    expect((await both.run()).deleted).to.have.lengthOf(11);
    await expectEqual(both);
  });

  it("plans anew when somebody else moves a ref of the target in between", async function () {
    const both = await diverged(this);
    const other = both.before["refs/heads/topic-1"];
    let pushes = 0;
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange) && ++pushes === 1) await both.target.updateRefs({ "refs/heads/new": other });
      return undefined;
    };
    const report = await both.run();
    expect(report).to.include({ equal: true, passes: 3, commands: 4 });
    expect(report.updated.map(({ ref, from }) => ({ ref, from }))).to.deep.include({
      ref: "refs/heads/new",
      from: other,
    });
    await expectEqual(both);
  });

  it("takes a ref that somebody keeps moving for busy, not for refused", async function () {
    const both = await diverged(this);
    const one = both.before["refs/heads/topic-1"];
    const others = [one, await both.target.git("commit-tree", "-m", "other", `${one}^{tree}`)];
    let pushes = 0;
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange)) await both.target.updateRefs({ "refs/heads/new": others[++pushes % 2] });
      return undefined;
    };
    const error = await failure(both.run({ maximumPasses: 4 }));
    expect(error).to.include({ code: "not-converged", transient: true });
    both.servers.target.onRequest = undefined;
    await both.run();
    await expectEqual(both);
  });

  for (const service of ["git-upload-pack", "git-receive-pack"]) {
    it(`gets over a kept-alive connection that closes as a ${service} request comes`, async function () {
      const both = await diverged(this);
      const server = both.servers[service === "git-upload-pack" ? "source" : "target"];
      let closed = false;
      server.onRequest = ({ method }) => {
        if (method !== "POST" || closed) return Promise.resolve(undefined);
        closed = true;
        return Promise.reject(new Error("closes the connection without a word"));
      };
      const steps: unknown[] = [];
      const report = await both.run({ onStep: (step, { code }) => steps.push(code ?? step) });
      expect(steps).to.include("network");
      expect([report.created.length, report.updated.length, report.deleted.length]).to.deep.equal([1, 1, 1]);
      await expectEqual(both);
    });
  }

  it("starts over when the source is rewritten between list and fetch", async function () {
    const both = await diverged(this);
    let fetches = 0;
    both.servers.source.onRequest = async (exchange) => {
      if (isFetch(exchange) && ++fetches === 1) {
        await both.source.git("branch", "-D", "new");
        await both.source.git("commit", "--quiet", "--amend", "-m", "rewritten");
      }
      return undefined;
    };
    const steps: unknown[] = [];
    await both.run({ onStep: (step, { code }) => steps.push(code ?? step) });
    expect(steps).to.include("not-our-ref");
    await expectEqual(both);
  });

  it("looks again when a push's report is lost, and still reports what the push did", async function () {
    const both = await diverged(this);
    let pushes = 0;
    both.servers.target.onAnswer = (exchange, body) =>
      isPush(exchange) && ++pushes === 1 ? { body: body.subarray(0, 10), cut: true } : undefined;
    const report = await both.run();
    expect(pushes).to.equal(1);
    expect([report.created.length, report.updated.length, report.deleted.length]).to.deep.equal([1, 1, 1]);
    await expectEqual(both);
  });

  it("tries again after 503 and 429", async function () {
    const both = await diverged(this);
    let requests = 0;
    both.servers.target.onRequest = () => {
      requests += 1;
      const status = [503, 200, 429][requests - 1] ?? 200;
      return Promise.resolve(status === 200 ? undefined : { status, body: Buffer.from("busy") });
    };
    await both.run();
    await expectEqual(both);
  });

  const answers: Record<string, [number, Record<string, string>, string]> = {
    "access-denied": [403, {}, "codecommit:GitPull"],
    "not-found": [404, {}, "does not exist"],
    redirected: [307, { Location: "http://user:pass@127.0.0.1:1/elsewhere" }, "http://127.0.0.1:1/elsewhere"],
    protocol: [200, { "Content-Type": "text/html" }, "is it a git repository"],
  };
  for (const [code, [status, headers, words]] of Object.entries(answers)) {
    it(`ends at once when the source answers ${status} (${code})`, async function () {
      const both = await pair(this);
      both.servers.source.onRequest = () => Promise.resolve({ status, headers, body: Buffer.from("<html>") });
      const error = await failure(both.run());
      expect(error).to.include({ code, transient: false });
      expect(error.message).to.include(words);
      expect(both.servers.source.exchanges).to.have.lengthOf(1);
    });
  }

  it("gives up a silent server", async function () {
    const both = await pair(this);
    both.servers.source.onRequest = () => new Promise(() => undefined);
    const error = await failure(both.run({ maximumPasses: 1, idleMilliseconds: 50 }));
    expect(error).to.include({ code: "timeout", transient: true });
  });

  it("gets past a delta base that the target has lost", async function () {
    const both = await pair(this);
    const text = randomBytes(4_000).toString("hex");
    await both.source.commit("big.txt", text);
    await both.run();
    const blob = await both.source.git("rev-parse", "HEAD:big.txt");
    await rm(`${both.target.directory}/objects/${blob.slice(0, 2)}/${blob.slice(2)}`);
    await both.source.commit("big.txt", `${text}more`);
    // Equal, but the old text is still missing, which nobody would hear of otherwise.
    expect(await both.run()).to.include({ equal: true, unusablePacks: 2 });
    expect(await both.target.git("show", "HEAD:big.txt")).to.equal(`${text}more`);
  });

  it("asks for a plainer pack each time the target cannot use one, at last for everything", async function () {
    const both = await diverged(this);
    both.servers.source.onRequest = () => Promise.resolve(undefined);
    let pushes = 0;
    both.servers.target.onRequest = (exchange) => {
      const headers = { "Content-Type": "application/x-git-receive-pack-result" };
      const report = Buffer.from("001aunpack unpacker error\n0000");
      return Promise.resolve(isPush(exchange) && ++pushes <= 3 ? { headers, body: report } : undefined);
    };
    await both.run();
    await expectEqual(both);
    const asked = both.servers.source.exchanges
      .filter((exchange) => isFetch(exchange) && exchange.body.length > 0)
      .map(({ body }) => ({ thin: body.includes("thin-pack"), haves: body.includes("have ") }));
    expect(asked).to.deep.equal([
      { thin: true, haves: true },
      { thin: true, haves: true },
      { thin: false, haves: true },
      { thin: false, haves: false },
    ]);
  });

  it("reports a refusal that lasts, and replicates the rest", async function () {
    const both = await diverged(this);
    await both.target.git("config", "receive.denyDeletes", "true");
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.include("refs/heads/topic-0: deletion prohibited");
    expect(error.report).to.include({ equal: false, passes: 3 });
    expect(await both.target.refs()).to.deep.equal({
      ...(await both.source.refs()),
      "refs/heads/topic-0": both.before["refs/heads/topic-0"],
    });
  });

  it("stops on request, but not between a whole pack and its report", async function () {
    const both = await diverged(this);
    const stop = new AbortController();
    both.servers.target.onRequest = (exchange) => {
      if (isPush(exchange)) stop.abort();
      return Promise.resolve(undefined);
    };
    const error = await failure(both.run({ signal: stop.signal }));
    expect(error).to.include({ code: "aborted", transient: true });
    expect(error.report?.created).to.have.lengthOf(1);
    expect(await both.target.refs()).to.deep.equal(await both.source.refs());
  });

  it("refuses two names of one repository", async function () {
    const both = await pair(this);
    const url = both.servers.source.url("a");
    expect((await failure(replicate({ url }, { url: `${url}.git/` }))).code).to.equal("same-repository");
    expect(both.servers.source.exchanges).to.have.lengthOf(0);
  });
});

describe("Replications at the same time", () => {
  afterEach(cleanUp);

  it("converge while the source is written to, without harm", async function () {
    this.timeout(40_000);
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    const runs: Promise<unknown>[] = [];
    for (let round = 0; round < 5; round++) {
      await both.source.git("branch", `round-${round}`);
      await both.source.commit("a.txt", `round ${round}\n`);
      if (round > 1) await both.source.git("branch", "-D", `round-${round - 2}`);
      runs.push(both.run({ maximumPasses: 20, pauseMilliseconds: 20 }));
    }
    await Promise.all(runs);
    await expectEqual(both);
  });
});
