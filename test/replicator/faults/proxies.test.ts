import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { replicate } from "../../../replicator/replicate";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { startOldProxy } from "../../support/oldProxy";
import { dialects, diverged, expectEqual } from "../../support/pair";
import { isList, isPush, listsRefs, wantsObjects } from "../../support/requests";

const requests = [
  ["the source's list", "source", isList],
  ["a fetch", "source", wantsObjects],
  ["the target's list", "target", isList],
  ["a push", "target", isPush],
] as const;

describe("Fault 24: proxies and servers of another kind", () => {
  afterEach(cleanUp);

  for (const [what, side, isIt] of requests) {
    it(`that redirect ${what} are not followed: credentials would go elsewhere`, async function () {
      const both = await diverged(this, "codeCommit");
      for (const status of [301, 302, 303, 307, 308]) {
        const headers = { Location: "http://user:pass@127.0.0.1:1/elsewhere?token=secret" };
        both.servers[side].onRequest = (exchange) =>
          Promise.resolve(isIt(exchange) ? { status, headers, body: Buffer.alloc(0) } : undefined);
        const error = await failure(both.run());
        expect(error).to.include({ code: "redirected", transient: false });
        expect(error.message).to.match(
          new RegExp(
            `^${side} http://127\\.0\\.0\\.1:\\d+/[ab] redirects to http://127\\.0\\.0\\.1:1/elsewhere; use`,
          ),
        );
      }
      expect(await both.target.refs()).to.deep.equal(both.before);
    });

    it(`that compress the answer to ${what}, although nobody asked for it, are refused by name`, async function () {
      const both = await diverged(this, "codeCommit");
      both.servers[side].onAnswer = (exchange, body) =>
        isIt(exchange) ? { headers: { "Content-Encoding": "gzip" }, body: gzipSync(body) } : undefined;
      const error = await failure(both.run());
      expect(error).to.include({ code: "protocol", transient: false });
      expect(error.message).to.match(new RegExp(`^${side} http.*\\(gzip\\) instead of application/x-git-`));
    });
  }

  for (const dialect of dialects) {
    it(`that close the connection after each answer work (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      for (const server of Object.values(both.servers)) {
        server.onAnswer = (_exchange, body) => ({ body, headers: { Connection: "close" } });
      }
      expect(await both.run()).to.deep.include({ equal: true, retries: {} });
      await expectEqual(both);
    });

    it(`that speak HTTP/1.0 work (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const source = await startOldProxy(this, both.servers.source.origin);
      const target = await startOldProxy(this, both.servers.target.origin);
      const report = await replicate({ url: `${source}/a` }, { url: `${target}/b` });
      expect(report).to.deep.include({ equal: true, retries: {} });
      await expectEqual(both);
    });
  }

  for (const [what, side, isIt] of requests) {
    it(`that close a kept connection just as ${what} is asked for are asked again`, async function () {
      const both = await diverged(this, "codeCommit");
      let closed = false;
      both.servers[side].onRequest = (exchange) => {
        if (closed || !isIt(exchange)) return Promise.resolve(undefined);
        closed = true;
        return Promise.reject(new Error("closes the connection without a word"));
      };
      const { retries, created, updated, deleted } = await both.run();
      expect(retries).to.deep.equal({ network: 1 });
      expect([created.length, updated.length, deleted.length]).to.deep.equal([1, 1, 1]);
      await expectEqual(both);
    });
  }

  it("that speak HTTP/1.0, in which a cut answer looks like a whole one, delete nothing", async function () {
    const both = await diverged(this);
    const source = await startOldProxy(this, both.servers.source.origin, ({ method }, body) =>
      method === "GET" ? body.subarray(0, -70) : body,
    );
    const error = await failure(
      replicate({ url: `${source}/a` }, { url: both.servers.target.url("b") }, { maximumPasses: 1 }),
    );
    expect(error).to.include({ code: "truncated" });
    expect(both.servers.source.exchanges.filter(listsRefs)).not.to.deep.equal([]);
    expect(await both.target.refs()).to.deep.equal(both.before);
  });
});
