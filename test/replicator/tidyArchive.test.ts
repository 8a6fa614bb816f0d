import { expect } from "chai";
import { tidyArchive } from "../../replicator/tidyArchive";
import { failure } from "../support/failure";
import { cleanUp, type GitRepository } from "../support/git";
import { GitServer } from "../support/gitServer";

const now = new Date("2026-01-31T12:00:00Z");

interface Archive {
  readonly server: GitServer;
  readonly target: GitRepository;
  readonly steps: string[];
  /** Three commits of main. */
  readonly history: readonly string[];
  /** Puts a tip there. */
  readonly keep: (day: string, branch: string, oid: string) => Promise<string>;
  readonly tidy: (retainDays: number) => Promise<void>;
}

async function archive(context: Mocha.Context): Promise<Archive> {
  const server = await GitServer.start(context, { codeCommit: true });
  const target = await server.repository("b", { bare: false });
  const history: string[] = [];
  for (const text of ["one", "two", "three"]) history.push(await target.commit("a.txt", text));
  const steps: string[] = [];
  return {
    ...{ server, target, history, steps },
    keep: async (day, branch, oid) => {
      const ref = `refs/heads/ccp-archive-${day}-${branch}-${oid.slice(0, 7)}`;
      await target.git("update-ref", ref, oid);
      return ref;
    },
    tidy: (retainDays) =>
      tidyArchive(
        { url: server.url("b"), onlyV0: true },
        { retainDays, now, onStep: (step) => steps.push(step) },
      ),
  };
}

/** A commit that no branch has. */
async function lone(target: GitRepository, text: string): Promise<string> {
  return await target.git("commit-tree", "-m", text, "main^{tree}");
}

describe("Tidying an archive", () => {
  afterEach(cleanUp);

  it("deletes what has been kept for longer than it should, to the day", async function () {
    const { target, keep, tidy, steps } = await archive(this);
    await keep("2026-01-20", "main", await lone(target, "old"));
    const kept = await keep("2026-01-21", "main", await lone(target, "young"));
    await tidy(10);
    expect(Object.keys(await target.refs())).to.have.members(["refs/heads/main", kept]);
    expect(steps).to.deep.equal(["expired"]);
  });

  it("deletes at once the tips that plain pushes left, and keeps the others", async function () {
    const { target, history, keep, tidy, steps } = await archive(this);
    await keep("2026-01-31", "main", history[0]);
    await keep("2026-01-31", "main", history[1]);
    await keep("2026-01-30", "topic", history[1]);
    const lost = [
      await keep("2026-01-31", "main", await lone(target, "a")),
      await keep("2026-01-30", "x+y", await lone(target, "b")),
    ];
    await tidy(10);
    expect(Object.keys(await target.refs())).to.have.members(["refs/heads/main", ...lost]);
    expect(steps).to.deep.equal(["contained"]);
  });

  it("keeps what a branch still points to, because a replication may be about to move it away", async function () {
    const { target, history, keep, tidy, steps } = await archive(this);
    const kept = await keep("2026-01-31", "main", history[2]);
    await tidy(10);
    expect(Object.keys(await target.refs())).to.have.members(["refs/heads/main", kept]);
    expect(steps).to.deep.equal([]);
  });

  it("keeps what nothing but a tag has, because tags go without being archived", async function () {
    const { target, keep, tidy } = await archive(this);
    const lost = await lone(target, "lost");
    const kept = await keep("2026-01-31", "main", lost);
    const next = await target.git("commit-tree", "-m", "next", "-p", lost, "main^{tree}");
    await target.updateRefs({ "refs/tags/v1": next });
    await tidy(10);
    expect(Object.keys(await target.refs())).to.have.members(["refs/heads/main", "refs/tags/v1", kept]);
  });

  it("asks once where plain pushes left everything", async function () {
    const { server, target, history, keep, tidy } = await archive(this);
    for (const branch of ["a", "b", "c"]) {
      await keep("2026-01-31", branch, history[0]);
      await keep("2026-01-31", branch, history[1]);
    }
    await tidy(10);
    expect(Object.keys(await target.refs())).to.deep.equal(["refs/heads/main"]);
    const fetches = server.exchanges.filter(
      ({ method, service }) => method === "POST" && service === "git-upload-pack",
    );
    expect(fetches).to.have.lengthOf(1);
  });

  it("deletes nothing but what the replication put there", async function () {
    const { target, history, tidy } = await archive(this);
    const theirs = ["refs/heads/ccp-archive-mine", "refs/heads/ccp-archive-2020-01-01-mine"];
    for (const ref of theirs) await target.git("update-ref", ref, history[0]);
    await tidy(1);
    expect(Object.keys(await target.refs())).to.have.members(["refs/heads/main", ...theirs]);
  });

  it("says what the target did not delete", async function () {
    const { target, keep, tidy } = await archive(this);
    const ref = await keep("2020-01-01", "main", await lone(target, "old"));
    await target.git("config", "receive.denyDeletes", "true");
    const error = await failure(tidy(10));
    expect(error).to.include({ code: "not-converged" });
    expect(error.message).to.include(`the target keeps 1 branch(es) of its archive, ${ref} for one`);
  });
});
