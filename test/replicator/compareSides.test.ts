import { expect } from "chai";
import { compareSides } from "../../replicator/compareSides";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import { pair } from "../support/pair";

describe("What a replication would do", () => {
  afterEach(cleanUp);

  it("is nothing only where a replication would find both sides equal, default branches included", async function () {
    const { servers, source, run } = await pair(this);
    const oid = await source.commit("a.txt", "one\n");
    await source.git("branch", "next");
    await run();
    const remotes = [{ url: servers.source.url("a") }, { url: servers.target.url("b") }] as const;
    const heads = { source: "main", target: "main" };
    const defaultBranch = {
      source: () => Promise.resolve(heads.source),
      target: () => Promise.resolve(heads.target),
      set: () => Promise.reject(new Error("nothing is to be changed")),
    };
    expect(await compareSides(...remotes, { defaultBranch })).to.deep.equal({ equal: true, commands: [] });

    heads.source = "next";
    expect(await compareSides(...remotes, { defaultBranch })).to.deep.equal({
      equal: false,
      commands: [],
      defaultBranch: { from: "main", to: "next" },
    });
    // Where it cannot be set, a replication leaves it.
    expect(await compareSides(...remotes)).to.deep.equal({ equal: true, commands: [] });
    expect(await source.refs()).to.include({ "refs/heads/next": oid });
  });

  it("is an error where a replication would refuse to empty the target", async function () {
    const { servers, source, run } = await pair(this);
    await source.commit("a.txt", "one\n");
    await run();
    await servers.source.repository("empty", { bare: true });
    const error = await failure(
      compareSides({ url: servers.source.url("empty") }, { url: servers.target.url("b") }),
    );
    expect(error).to.include({ code: "source-empty" });
  });
});
