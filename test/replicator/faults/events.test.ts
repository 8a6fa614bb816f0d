import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundle } from "../../support/bundle";
import { runNode } from "../../support/childProcess";
import { cleanUp } from "../../support/git";
import { dialects, diverged, expectEqual } from "../../support/pair";
import { isPush } from "../../support/requests";
import { linesOf, workerWorld } from "../../support/workerWorld";

describe("Fault 12: events that come twice, late, in another order, or of what is gone", () => {
  let directory: string;
  let worker: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "events-test-"));
    worker = await bundle("worker", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`push once, however often they come one after another (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      both.servers.target.exchanges.length = 0;
      const passes: number[] = [];
      for (let delivery = 0; delivery < 10; delivery++) passes.push((await both.run()).passes);
      expect(passes).to.deep.equal([2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
      expect(both.servers.target.exchanges.filter(isPush)).to.have.lengthOf(1);
      await expectEqual(both);
    });

    it(`do no harm when ten of them are handled at once (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      await both.target.keepHistory();
      const tip = (await both.source.refs())["refs/heads/main"];
      await Promise.all(Array.from({ length: 10 }, () => both.run({ maximumPasses: 20 })));
      expect(await both.target.historyOf("refs/heads/main")).to.deep.equal([tip]);
      await expectEqual(both);
    });
  }

  it("are of no order: the first that is handled brings all there is, the others find nothing to do", async function () {
    const both = await diverged(this, "codeCommit");
    // Three pushes, whose events come when all of them were made.
    await both.source.commit("a.txt", "two\n");
    await both.source.git("branch", "-D", "topic-1");
    await both.source.git("branch", "topic-1");
    const reports = [await both.run(), await both.run(), await both.run()];
    expect(reports.map(({ commands }) => commands)).to.deep.equal([4, 0, 0]);
    await expectEqual(both);
  });

  it("of a repository that was deleted end the task with not-found, and leave its copy as it is", async function () {
    const { servers, source, target, environment } = await workerWorld(this);
    const env = { ...environment, REPOSITORY: "payments-api", EVENT_TIME: "2026-01-31T12:00:00Z" };
    await source.commit("a.txt", "one\n");
    expect((await runNode([worker], env)).code).to.equal(0);
    const before = await target.refs();
    await rename(source.directory, path.join(servers.source.directory, "deleted"));
    const { code, stdout } = await runNode([worker], env);
    expect(code, stdout).to.equal(2);
    expect(linesOf(stdout).at(-1)).to.include({ event: "failed", code: "not-found", transient: false });
    expect(await target.refs()).to.deep.equal(before);
  });
});
