import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { cleanUp, type GitRepository } from "../../support/git";
import { dialects, expectEqual, pair } from "../../support/pair";
import { isPush } from "../../support/requests";

/** Branches beside main, as many as make `count`, all in one file: files of their own would take git longer. */
async function fill(repository: GitRepository, oid: string, count: number): Promise<void> {
  const lines = Array.from({ length: count - 1 }, (_, index) => `${oid} refs/heads/topic-${index}\n`).sort();
  const header = "# pack-refs with: peeled fully-peeled sorted \n";
  const directory = await repository.git("rev-parse", "--absolute-git-dir");
  await writeFile(path.join(directory, "packed-refs"), header + lines.join(""));
}

describe("Fault 17: repositories with no refs, with many, and with names of all kinds", () => {
  afterEach(cleanUp);

  for (const [count, pushes, dialect] of [
    [0, 0, "codeCommit"],
    [1, 1, "codeCommit"],
    [3_999, 2, "v0"],
    [4_000, 2, "v2"],
    [4_001, 3, "codeCommit"],
  ] as const) {
    it(`${count} refs go over in ${pushes} pushes (${dialect})`, async function () {
      this.timeout(60_000);
      const both = await pair(this, dialect);
      if (count > 0) await fill(both.source, await both.source.commit("a.txt", "one\n"), count);
      const report = await both.run();
      expect(report.created).to.have.lengthOf(count);
      expect(await both.target.refs()).to.deep.equal(await both.source.refs());
      expect(both.servers.target.exchanges.filter(isPush)).to.have.lengthOf(pushes);
      expect(await both.run()).to.include({ passes: 1, commands: 0 });
    });
  }

  for (const dialect of ["v2", "codeCommit"] as const) {
    it(`50,000 refs are compared in one look, and what differs goes over in one push (${dialect})`, async function () {
      this.timeout(60_000);
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      await both.run();
      await fill(both.source, oid, 50_000);
      await fill(both.target, oid, 50_000);
      expect(await both.run()).to.include({ passes: 1, commands: 0 });
      await both.source.updateRefs({ "refs/heads/topic-7": undefined, "refs/heads/new": oid });
      expect(await both.run()).to.include({ passes: 2, commands: 2 });
      expect(await both.target.refs()).to.deep.equal(await both.source.refs());
    });
  }

  // It takes a minute, nearly all of which is git's own.
  if (process.env.FAULTS === "long") {
    it("50,000 refs go over in 25 pushes", async function () {
      this.timeout(300_000);
      const both = await pair(this);
      await fill(both.source, await both.source.commit("a.txt", "one\n"), 50_000);
      expect((await both.run()).created).to.have.lengthOf(50_000);
      expect(both.servers.target.exchanges.filter(isPush)).to.have.lengthOf(25);
      expect(await both.target.refs()).to.deep.equal(await both.source.refs());
    });
  }

  for (const dialect of dialects) {
    it(`names are taken as they are, however long and in whatever script (${dialect})`, async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      // CodeCommit takes up to 256 characters; a file's name has 255 bytes.
      const long = `${"long/".repeat(30)}${"x".repeat(106)}`;
      const names = [
        "größe",
        "ветка/一/分支",
        "🚀",
        "a'b\"c$d`e;f&g|h",
        "%41%00",
        "-x",
        "+y",
        "archive",
        long,
      ];
      await both.source.updateRefs(Object.fromEntries(names.map((name) => [`refs/heads/${name}`, oid])));
      await both.source.updateRefs(Object.fromEntries(names.map((name) => [`refs/tags/${name}`, oid])));
      await both.run();
      await expectEqual(both);
      await both.source.updateRefs(
        Object.fromEntries(names.map((name) => [`refs/heads/${name}`, undefined])),
      );
      expect((await both.run()).deleted.map(({ ref }) => ref)).to.have.members(
        names.map((name) => `refs/heads/${name}`),
      );
      await expectEqual(both);
    });
  }
});
