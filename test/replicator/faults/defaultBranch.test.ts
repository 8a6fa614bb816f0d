import { expect } from "chai";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { defaultBranchOf, dialects, expectEqual, pair, type Pair } from "../../support/pair";

const headOf = ({ target }: Pair): Promise<string> => target.git("symbolic-ref", "HEAD");

describe("Fault 16: a default branch that changes", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`because it is renamed is set between the new name's coming and the old one's going (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      const port = defaultBranchOf(both);
      await both.run({ defaultBranch: port });
      await both.source.git("branch", "-m", "main", "trunk");
      const there: string[][] = [];
      const set = async (branch: string): Promise<void> => {
        there.push(Object.keys(await both.target.refs()));
        await port.set(branch);
      };
      const report = await both.run({ defaultBranch: { ...port, set } });
      expect(there).to.deep.equal([["refs/heads/main", "refs/heads/trunk"]]);
      expect(report).to.include({ equal: true, passes: 2, defaultBranch: "trunk" });
      expect(await headOf(both)).to.equal("refs/heads/trunk");
      await expectEqual(both);
    });

    it(`because it is deleted stays on the target, and everything else is replicated (${dialect})`, async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      const defaultBranch = defaultBranchOf(both);
      await both.run({ defaultBranch });
      await both.source.git("checkout", "--quiet", "--detach");
      await both.source.updateRefs({ "refs/heads/other": oid, "refs/heads/main": undefined });
      // The source's own idea of it is still the name that is gone.
      await both.source.git("symbolic-ref", "HEAD", "refs/heads/main");
      const error = await failure(both.run({ defaultBranch, maximumPasses: 3 }));
      expect(error).to.include({ code: "rejected", transient: false });
      expect(error.message).to.include("refs/heads/main: deletion of the current branch prohibited");
      expect(await both.target.refs()).to.have.keys("refs/heads/main", "refs/heads/other");
      await both.source.git("symbolic-ref", "HEAD", "refs/heads/other");
      await both.run({ defaultBranch });
      await expectEqual(both);
    });

    it(`because the target has none of that name yet is set once it has (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.git("checkout", "--quiet", "-b", "trunk");
      await both.source.commit("a.txt", "one\n");
      await both.source.git("branch", "another");
      expect(await headOf(both)).to.equal("refs/heads/main");
      const report = await both.run({ defaultBranch: defaultBranchOf(both) });
      expect(report).to.include({ equal: true, passes: 2, defaultBranch: "trunk" });
      expect(report.created[0].ref).to.equal("refs/heads/trunk");
      expect(await headOf(both)).to.equal("refs/heads/trunk");
      await expectEqual(both);
    });
  }
});
