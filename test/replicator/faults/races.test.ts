import { expect } from "chai";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { dialects, diverged, expectEqual, type Diverged } from "../../support/pair";
import { isPush, wantsObjects } from "../../support/requests";

/** What happens to the source between its list and the fetch; afterwards the listed tip is part of no ref, or not. */
const changes: Readonly<
  Record<string, { readonly change: (both: Diverged) => Promise<unknown>; readonly gone: boolean }>
> = {
  "is pushed to": { change: ({ source }) => source.commit("a.txt", "three\n"), gone: false },
  "is rewritten": {
    change: async ({ source }) => {
      await source.git("commit", "--quiet", "--amend", "-m", "rewritten");
      await source.git("branch", "-f", "new");
    },
    gone: true,
  },
  "loses the refs": {
    change: async ({ source, before }) => {
      await source.git("reset", "--quiet", "--hard", before["refs/heads/main"]);
      await source.git("branch", "-D", "new");
    },
    gone: true,
  },
  "has them deleted and made anew": {
    change: async ({ source, before }) => {
      await source.git("reset", "--quiet", "--hard", before["refs/heads/main"]);
      await source.git("branch", "-D", "new");
      await source.commit("b.txt", "anew\n");
      await source.git("branch", "new");
    },
    gone: true,
  },
};

describe("Fault 10: a source that changes between its list and the fetch", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    for (const [what, { change, gone }] of Object.entries(changes)) {
      it(`because it ${what} ends equal all the same (${dialect})`, async function () {
        const both = await diverged(this, dialect);
        let fetches = 0;
        both.servers.source.onRequest = async (exchange) => {
          if (wantsObjects(exchange) && ++fetches === 1) await change(both);
          return undefined;
        };
        const report = await both.run();
        // Version 2 serves any object that is there, versions 0 and 1 what is listed now.
        const lost = gone && dialect !== "v2";
        expect(report.retries).to.deep.equal(lost ? { "not-our-ref": 1 } : {});
        await expectEqual(both);
      });
    }
  }
});

describe("Fault 11: a target that is moved between its list and the push", () => {
  afterEach(cleanUp);

  /** Does this once, when the first push has arrived and the target has not seen it. */
  function beforeThePush({ servers }: Diverged, act: () => Promise<unknown>): void {
    let pushes = 0;
    servers.target.onRequest = async (exchange) => {
      if (isPush(exchange) && ++pushes === 1) await act();
      return undefined;
    };
  }

  for (const dialect of dialects) {
    it(`by another replication is left as that one made it (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      let theirs = 0;
      beforeThePush(both, async () => {
        theirs = (await both.run()).commands;
      });
      const report = await both.run();
      expect(theirs).to.equal(3);
      expect(report).to.include({ equal: true, casMisses: 3 });
      expect([report.created, report.updated, report.deleted]).to.deep.equal([[], [], []]);
      await expectEqual(both);
    });

    it(`by a person is set right, and the report says what was overwritten (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const main = both.before["refs/heads/main"];
      const theirs = await both.target.git("commit-tree", "-m", "theirs", "-p", main, `${main}^{tree}`);
      beforeThePush(both, () =>
        both.target.updateRefs({
          "refs/heads/main": theirs,
          "refs/heads/new": theirs,
          "refs/heads/topic-0": theirs,
          "refs/heads/theirs": theirs,
        }),
      );
      const report = await both.run();
      expect(report).to.include({ equal: true, casMisses: 3 });
      const tip = (await both.source.refs())["refs/heads/main"];
      expect(report.updated).to.have.deep.members([
        { ref: "refs/heads/main", from: theirs, to: tip },
        { ref: "refs/heads/new", from: theirs, to: tip },
      ]);
      expect(report.deleted).to.have.deep.members([
        { ref: "refs/heads/theirs", oid: theirs },
        { ref: "refs/heads/topic-0", oid: theirs },
      ]);
      await expectEqual(both);
    });

    it(`by a person who deletes is made whole again (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      beforeThePush(both, () =>
        both.target.updateRefs({ "refs/heads/main": undefined, "refs/heads/topic-1": undefined }),
      );
      const report = await both.run();
      expect(report.created.map(({ ref }) => ref)).to.include.members([
        "refs/heads/main",
        "refs/heads/topic-1",
      ]);
      await expectEqual(both);
    });
  }

  it("again and again is busy, not refused", async function () {
    const both = await diverged(this, "codeCommit");
    const one = both.before["refs/heads/topic-1"];
    const others = [one, await both.target.git("commit-tree", "-m", "other", `${one}^{tree}`)];
    let pushes = 0;
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange)) await both.target.updateRefs({ "refs/heads/new": others[++pushes % 2] });
      return undefined;
    };
    expect(await failure(both.run({ maximumPasses: 4 }))).to.include({
      code: "not-converged",
      transient: true,
    });
    both.servers.target.onRequest = undefined;
    await both.run();
    await expectEqual(both);
  });
});
