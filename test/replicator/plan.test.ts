import { expect } from "chai";
import { zeroOid } from "../../replicator/git/advertisement";
import { needsConfirmation, planCommands } from "../../replicator/plan";

const one = "1".repeat(40);
const two = "2".repeat(40);

describe("The plan", () => {
  it("neither deletes nor overwrites the target's archive, and copies none", () => {
    const source = new Map([
      ["refs/heads/main", one],
      ["refs/heads/ccp-archive-2026-01-31-topic-1234567", one],
      ["refs/heads/ccp-archive-mine", one],
    ]);
    const target = new Map([
      ["refs/heads/main", one],
      ["refs/heads/ccp-archive-2026-01-31-topic-1234567", two],
      ["refs/heads/ccp-archive-2026-02-01-main-2345678", two],
    ]);
    expect(planCommands(source, target)).to.deep.equal([]);
  });

  it("treats tags and branches that are only called similarly as any other", () => {
    const refs = ["refs/heads/ccp-archive", "refs/heads/archive/a", "refs/tags/ccp-archive-a"];
    const all = new Map(refs.map((ref) => [ref, one]));
    expect(planCommands(all, new Map()).map(({ ref }) => ref)).to.deep.equal(refs);
    expect(planCommands(new Map(), all).map(({ to }) => to)).to.deep.equal([zeroOid, zeroOid, zeroOid]);
  });

  it("wants a second look before a branch goes that is unlikely to, however few refs go with it", () => {
    const target = new Map(["main", "next", "topic"].map((name) => [`refs/heads/${name}`, one]));
    const without = (name: string): ReturnType<typeof planCommands> =>
      planCommands(new Map([...target].filter(([ref]) => ref !== `refs/heads/${name}`)), target);
    expect(needsConfirmation(without("topic"), target, [undefined, "refs/heads/main"])).to.equal(false);
    expect(needsConfirmation(without("main"), target, [undefined, "refs/heads/main"])).to.equal(true);
  });
});
