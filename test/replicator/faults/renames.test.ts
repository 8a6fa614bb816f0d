import { expect } from "chai";
import { cleanUp } from "../../support/git";
import { dialects, expectEqual, pair } from "../../support/pair";

/** Branches and the number of the commit that each is at, one state of the source after the other. */
const renames: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>> = {
  "into a directory of its name, and back": [{ a: 0 }, { "a/b": 0 }, { a: 0 }],
  "deeper and deeper, and out again": [{ a: 0 }, { "a/b": 1 }, { "a/b/c": 2 }, { a: 1 }],
  "in a swap of names that are in each other's way": [
    { a: 0, "b/x": 1 },
    { "a/x": 1, b: 0 },
    { a: 1, "b/x": 0 },
  ],
  "in a swap of values": [
    { a: 0, b: 1 },
    { a: 1, b: 0 },
  ],
  "into many directories of its name": [{ a: 0 }, { "a/b": 0, "a/c/d": 1, "a/c/e": 2 }, { a: 2, "c/a": 0 }],
};

describe("Fault 14: branches that are renamed", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    for (const [how, states] of Object.entries(renames)) {
      it(`${how} (${dialect})`, async function () {
        const both = await pair(this, dialect);
        const commits: string[] = [];
        for (const text of ["one\n", "two\n", "three\n"])
          commits.push(await both.source.commit("a.txt", text));
        let before: string[] = [];
        for (const state of states) {
          await both.source.updateRefs(Object.fromEntries(before.map((ref) => [ref, undefined])));
          const refs = Object.entries(state).map(([name, index]) => [`refs/heads/${name}`, commits[index]]);
          await both.source.updateRefs(Object.fromEntries(refs) as Record<string, string>);
          before = refs.map(([ref]) => ref);
          // One pass that pushes, and one that sees that all is equal.
          expect(await both.run()).to.include({ equal: true, passes: 2, casMisses: 0 });
          await expectEqual(both);
        }
      });
    }
  }
});
