import { expect } from "chai";
import { cleanUp } from "../../support/git";
import { dialects, expectEqual, pair } from "../../support/pair";

describe("Fault 15: refs of every kind that move, go and come again", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`are followed when history is rewritten, to elsewhere and back (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      const old = await both.source.commit("a.txt", "two\n");
      await both.run();
      await both.source.git("reset", "--quiet", "--hard", "HEAD~1");
      const other = await both.source.commit("a.txt", "three\n");
      const { updated } = await both.run();
      expect(updated).to.deep.equal([{ ref: "refs/heads/main", from: old, to: other }]);
      await both.source.git("reset", "--quiet", "--hard", old);
      await both.run();
      await expectEqual(both);
    });

    it(`are followed from one kind of tag to the next (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      const kinds = [
        ["v1"],
        ["-a", "-m", "annotated", "v1"],
        ["-a", "-m", "a tag of a file", "v1", "HEAD:a.txt"],
        ["v1", "HEAD:a.txt"],
        ["v1", "HEAD^{tree}"],
        ["-a", "-m", "a tag of a directory", "v1", "HEAD^{tree}"],
        ["v1"],
      ];
      for (const kind of kinds) {
        await both.source.git("tag", "-f", ...kind);
        expect(await both.run()).to.include({ equal: true, commands: kind === kinds[0] ? 2 : 1 });
      }
      await both.source.git("tag", "-f", "-a", "-m", "one", "v1");
      await both.source.git("tag", "-f", "-a", "-m", "two", "v2", "v1");
      await both.source.git("tag", "-f", "-a", "-m", "three", "v3", "v2");
      await both.source.git("tag", "-d", "v2");
      await both.run();
      await expectEqual(both);
    });

    it(`come again with the same object after they were deleted (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      await both.source.git("checkout", "--quiet", "-b", "topic");
      const oid = await both.source.commit("b.txt", "two\n");
      await both.source.git("checkout", "--quiet", "main");
      await both.run();
      const ref = "refs/heads/topic";
      await both.source.updateRefs({ [ref]: undefined });
      expect((await both.run()).deleted).to.deep.equal([{ ref, oid }]);
      await both.source.updateRefs({ [ref]: oid });
      expect((await both.run()).created).to.deep.equal([{ ref, oid }]);
      await expectEqual(both);
    });
  }
});
