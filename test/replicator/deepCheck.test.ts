import { rm } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { deepCheck, type DeepCheckOptions, type DeepCheckReport } from "../../replicator/deepCheck";
import { failure } from "../support/failure";
import { cleanUp, type GitRepository } from "../support/git";
import { pair, type Pair } from "../support/pair";

/** Two commits on main, and on the target what they need. */
async function replicated(context: Mocha.Context): Promise<Pair> {
  const both = await pair(context);
  await both.source.commit("a.txt", "one\n");
  await both.source.commit("b.txt", "two\n");
  await both.source.git("tag", "--annotate", "v1", "--message", "One");
  await both.run();
  return both;
}

function check({ servers }: Pair, options?: DeepCheckOptions): Promise<DeepCheckReport> {
  return deepCheck({ url: servers.source.url("a") }, { url: servers.target.url("b") }, options);
}

async function lose(repository: GitRepository, revision: string): Promise<void> {
  const oid = await repository.git("rev-parse", revision);
  await rm(path.join(repository.directory, "objects", oid.slice(0, 2), oid.slice(2)), { force: true });
}

describe("The deep check", () => {
  afterEach(cleanUp);

  it("counts what both sides have behind their refs", async function () {
    const both = await replicated(this);
    const objects = (await both.source.git("rev-list", "--objects", "--all")).split("\n").length;
    expect(await check(both)).to.include({ refs: 2, objects, repaired: false });
  });

  it("accepts two empty sides", async function () {
    expect(await check(await pair(this))).to.include({ refs: 0, objects: 0 });
  });

  for (const [what, revision] of [
    ["an old file", "main~1:a.txt"],
    ["an old commit", "main~1"],
    ["a directory", "main^{tree}"],
  ] as const) {
    it(`finds that ${what} is lost, which equal refs do not show, and brings it back`, async function () {
      const both = await replicated(this);
      await lose(both.target, revision);
      expect(await both.run()).to.include({ equal: true });
      expect(await failure(check(both))).to.include({ code: "damaged" });
      expect(await check(both, { repair: true })).to.include({ repaired: true });
      expect(await check(both)).to.include({ repaired: false });
      await both.target.fsck();
    });
  }

  it("takes an answer that was cut once for no damage", async function () {
    const both = await replicated(this);
    let fetches = 0;
    both.servers.target.onAnswer = ({ method }, body) =>
      method === "POST" && ++fetches === 1 ? { body: body.subarray(0, body.length - 30) } : undefined;
    expect(await check(both, { repair: true })).to.include({ repaired: false });
    expect(fetches).to.equal(2);
  });

  it("asks to replicate first where refs differ", async function () {
    const both = await replicated(this);
    await both.source.commit("c.txt", "three\n");
    const error = await failure(check(both));
    expect(error).to.include({ code: "not-converged" });
    expect(error.message).to.equal(
      "1 refs differ, refs/heads/main for one: replicate first, then check again",
    );
  });

  it("leaves the target's archive out of the count", async function () {
    const both = await replicated(this);
    await both.target.git(
      "update-ref",
      "refs/heads/ccp-archive-2026-01-31-x",
      await both.source.git("rev-parse", "main"),
    );
    expect(await check(both)).to.include({ refs: 2 });
  });
});
