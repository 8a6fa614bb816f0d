import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { replicate } from "../../replicator/replicate";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import { type Dialect, expectEqual, pair } from "../support/pair";

const dialects: readonly (readonly [Dialect, string])[] = [
  ["v0", "stock git servers"],
  ["v2", "stock git servers in protocol version 2"],
  ["codeCommit", "servers like CodeCommit"],
];

for (const [dialect, servers] of dialects) {
  describe(`Replicating between ${servers}`, () => {
    afterEach(cleanUp);

    it("seeds an empty target", async function () {
      const { source, run, ...rest } = await pair(this, dialect);
      const first = await source.commit("a.txt", "one\n");
      await source.git("tag", "v1");
      const report = await run();
      expect(report).to.include({ equal: true, passes: 2, commands: 2 });
      expect(report.created).to.deep.equal([
        { ref: "refs/heads/main", oid: first },
        { ref: "refs/tags/v1", oid: first },
      ]);
      await expectEqual({ source, run, ...rest });
    });

    it("does nothing to an equal target, and pushes nothing", async function () {
      const { servers, source, run } = await pair(this, dialect);
      await source.commit("a.txt", "one\n");
      await run();
      servers.target.exchanges.length = 0;
      expect(await run()).to.deep.include({ equal: true, passes: 1, commands: 0, created: [], updated: [] });
      expect(servers.target.exchanges.map(({ method }) => method)).to.deep.equal(["GET"]);
    });

    it("accepts two empty sides as equal", async function () {
      const { run } = await pair(this, dialect);
      expect(await run()).to.include({ equal: true, commands: 0 });
    });

    it("moves bytes in proportion to the commit, not to the repository", async function () {
      const both = await pair(this, dialect);
      const big = randomBytes(300_000).toString("base64");
      await both.source.commit("big.txt", big);
      await both.run();
      const before = both.servers.target.bytesReceived;
      await both.source.commit("big.txt", `${big}one more line\n`);
      const report = await both.run();
      await expectEqual(both);
      expect(both.servers.target.bytesReceived - before).to.be.lessThan(1_500);
      expect(report.bytesIn + report.bytesOut).to.be.lessThan(5_000);
      expect(report.bytesOut).to.be.greaterThan(both.servers.target.bytesReceived - before);
    });

    it("follows a forced push and says what it replaced", async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      const from = await both.source.commit("a.txt", "two\n");
      await both.run();
      await both.source.git("reset", "--quiet", "--hard", "HEAD~1");
      const to = await both.source.commit("a.txt", "three\n");
      const report = await both.run();
      expect(report.updated).to.deep.equal([{ ref: "refs/heads/main", from, to }]);
      await expectEqual(both);
    });

    it("copies annotated, nested and moved tags, and tags of files", async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      await both.source.git("tag", "-a", "-m", "first", "v1");
      await both.source.git("tag", "-a", "-m", "tag of a tag", "v1-signed-off", "v1");
      await both.source.git("tag", "blob", "HEAD:a.txt");
      await both.run();
      await expectEqual(both);
      await both.source.git("tag", "-f", "-a", "-m", "again", "v1");
      expect((await both.run()).updated).to.have.lengthOf(1);
      await expectEqual(both);
    });

    it("points a new ref at an object the target has, with an empty pack", async function () {
      const both = await pair(this, dialect);
      const old = await both.source.commit("a.txt", "one\n");
      const tip = await both.source.commit("a.txt", "two\n");
      await both.run();
      await both.source.updateRefs({ "refs/heads/same": tip, "refs/heads/older": old });
      expect((await both.run()).created).to.have.lengthOf(2);
      await expectEqual(both);
    });

    it("deletes what is gone, and reports its oid", async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      await both.source.git("branch", "gone");
      await both.run();
      await both.source.git("branch", "-D", "gone");
      const report = await both.run();
      expect(report.deleted).to.deep.equal([{ ref: "refs/heads/gone", oid }]);
      await expectEqual(both);
    });

    it("renames a branch into a directory of its name, and back", async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      await both.source.updateRefs({ "refs/heads/a": oid });
      await both.run();
      await both.source.updateRefs({ "refs/heads/a": undefined });
      await both.source.updateRefs({ "refs/heads/a/b": oid });
      expect(await both.run()).to.include({ equal: true, passes: 2 });
      await expectEqual(both);
      await both.source.updateRefs({ "refs/heads/a/b": undefined });
      await both.source.updateRefs({ "refs/heads/a": oid });
      expect(await both.run()).to.include({ equal: true, passes: 2 });
      await expectEqual(both);
    });

    it("leaves refs outside of branches and tags alone", async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      await both.run();
      await both.source.updateRefs({ "refs/pull/1/head": oid });
      await both.target.updateRefs({ "refs/notes/commits": oid });
      expect((await both.run()).commands).to.equal(0);
      expect(await both.target.refs()).to.have.keys("refs/heads/main", "refs/notes/commits");
    });

    it("leaves the target's archive alone, and says that it does not copy the source's", async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      await both.run();
      const backup = "refs/heads/ccp-archive-2026-01-31-topic-1234567";
      await both.target.updateRefs({ [backup]: oid });
      await both.source.updateRefs({ "refs/heads/ccp-archive-mine": oid, "refs/tags/CCP-Seed-mine": oid });
      expect(await both.run()).to.include({ equal: true, passes: 1, commands: 0, leftOut: 2 });
      expect(await both.target.refs()).to.have.keys("refs/heads/main", backup);
    });
  });
}

describe("Replicating a repository to itself", () => {
  afterEach(cleanUp);

  it("is refused, by whichever of its names", async function () {
    const both = await pair(this);
    const url = both.servers.source.url("a");
    expect((await failure(replicate({ url }, { url: `${url}.git/` }))).code).to.equal("same-repository");
    expect(both.servers.source.exchanges).to.have.lengthOf(0);
  });
});

describe("A replication's default branch", () => {
  afterEach(cleanUp);

  it("is set after the new branch has come and before the old one goes", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.source.git("branch", "-m", "main", "trunk");
    const defaultBranch = {
      target: async () => (await both.target.git("symbolic-ref", "HEAD")).replace("refs/heads/", ""),
      set: async (branch: string) => {
        expect(await both.target.refs()).to.have.keys("refs/heads/main", "refs/heads/trunk");
        await both.target.git("symbolic-ref", "HEAD", `refs/heads/${branch}`);
      },
    };
    const report = await both.run({ defaultBranch });
    expect(report).to.include({ equal: true, passes: 2, defaultBranch: "trunk" });
    await expectEqual(both);
  });

  it("is set when nothing else differs", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.source.git("branch", "next");
    await both.run();
    let current = "main";
    const report = await both.run({
      defaultBranch: {
        source: () => Promise.resolve("next"),
        target: () => Promise.resolve(current),
        set: (branch) => {
          current = branch;
          return Promise.resolve();
        },
      },
    });
    expect(report).to.include({ equal: true, commands: 0, defaultBranch: "next" });
  });

  it("is moved by way of another branch when its old name is a directory of the new one", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.source.git("branch", "topic");
    await both.run();
    await both.source.git("checkout", "--quiet", "topic");
    await both.source.updateRefs({ "refs/heads/main": undefined });
    await both.source.updateRefs({ "refs/heads/main/a": oid, "refs/heads/main/b": oid });
    await both.source.git("symbolic-ref", "HEAD", "refs/heads/main/a");
    const set: string[] = [];
    const defaultBranch = {
      target: async () => (await both.target.git("symbolic-ref", "HEAD")).replace("refs/heads/", ""),
      set: async (branch: string) => {
        set.push(branch);
        expect(await both.target.refs()).to.include.keys(`refs/heads/${branch}`);
        await both.target.git("symbolic-ref", "HEAD", `refs/heads/${branch}`);
      },
    };
    expect(await both.run({ defaultBranch })).to.include({ equal: true, passes: 2, defaultBranch: "main/a" });
    expect(set).to.deep.equal(["topic", "main/a"]);
    await expectEqual(both);

    await both.source.updateRefs({ "refs/heads/main/a": undefined, "refs/heads/main/b": undefined });
    await both.source.updateRefs({ "refs/heads/main": oid });
    await both.source.git("symbolic-ref", "HEAD", "refs/heads/main");
    expect(await both.run({ defaultBranch })).to.include({ equal: true, passes: 2, defaultBranch: "main" });
    await expectEqual(both);
  });

  it("says what to do when there is no other branch to move it by", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.source.git("checkout", "--quiet", "--detach");
    await both.source.updateRefs({ "refs/heads/main": undefined });
    await both.source.updateRefs({ "refs/heads/main/x": oid });
    await both.source.git("symbolic-ref", "HEAD", "refs/heads/main/x");
    const defaultBranch = { target: () => Promise.resolve("main"), set: () => Promise.reject(new Error()) };
    const error = await failure(both.run({ defaultBranch }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.include("the default branch main became main/x").and.include("one more branch");
    expect(await both.target.refs()).to.have.keys("refs/heads/main");
  });

  it("that cannot be deleted is reported as refused, and the rest is replicated", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.source.git("branch", "-m", "main", "trunk");
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.contain("refs/heads/main: deletion of the current branch prohibited");
    expect(error.report?.created).to.have.lengthOf(1);
    expect(await both.target.refs()).to.have.keys("refs/heads/main", "refs/heads/trunk");
  });
});

describe("Replicating from a source that offers protocol version 2", () => {
  afterEach(cleanUp);

  it("asks once what the source can do, and for nothing but branches and tags", async function () {
    const { servers, source, run } = await pair(this, "v2");
    const oid = await source.commit("a.txt", "one\n");
    await source.updateRefs(
      Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`refs/pull/${index}/head`, oid])),
    );
    await run();
    const asked = servers.source.exchanges.map(({ method, service, headers }) => [
      method,
      service,
      headers["git-protocol"],
    ]);
    expect(asked).to.deep.equal([
      ["GET", "git-upload-pack", "version=2"],
      ["POST", "git-upload-pack", "version=2"],
      ["POST", "git-upload-pack", "version=2"],
      ["POST", "git-upload-pack", "version=2"],
    ]);
    const report = await run();
    expect(report.bytesIn).to.be.lessThan(1_500);
  });
});
