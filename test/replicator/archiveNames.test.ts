import { expect } from "chai";
import fc from "fast-check";
import { archivedTips, archiving, dayOf } from "../../replicator/archive";
import { cleanUp } from "../support/git";
import { pair } from "../support/pair";

const day = new Date("2026-01-31T12:00:00Z");
const [from, to] = ["1a2b3c4", "5d6e7f8"].map((digits) => digits.padEnd(40, "0"));

function placeOf(branch: string): string {
  return archiving({ ref: `refs/heads/${branch}`, from, to }, day)?.ref ?? "";
}

describe("The name of an archived tip", () => {
  afterEach(cleanUp);

  it("fits, whatever the branch is called, and is recognised", () => {
    const letters = fc.constantFrom("a", "ö", "漢", "😀", "-", ".x");
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 256, size: "max" }), (parts) => {
        const branch = parts.join("");
        const place = placeOf(branch);
        expect(Buffer.byteLength(place)).to.be.at.most("refs/heads/".length + 250);
        const kept = /^refs\/heads\/ccp-archive-2026-01-31-(.+)-1a2b3c4$/.exec(place)?.[1] ?? "nothing";
        expect(branch.startsWith(kept)).to.equal(true);
        expect(archivedTips(new Map([[place, from]]))).to.have.deep.members([
          { ref: place, oid: from, day: dayOf(day) },
        ]);
      }),
    );
  });

  it("is that of the whole branch where it fits", () => {
    expect(placeOf("x".repeat(219))).to.include(`-${"x".repeat(219)}-1a2b3c4`);
  });

  it("keeps a replication from standing still because of a branch with a long name", async function () {
    const both = await pair(this);
    const base = await both.source.commit("a.txt", "one\n");
    const tip = await both.source.commit("a.txt", "two\n");
    const branches = ["x", "y"].map((end) => `refs/heads/${"b".repeat(240)}${end}`);
    await both.source.updateRefs(Object.fromEntries(branches.map((branch) => [branch, tip])));
    await both.run({ archive: true });
    await both.source.updateRefs(Object.fromEntries(branches.map((branch) => [branch, base])));
    const steps: unknown[] = [];
    const onStep = (step: string, { refs }: Readonly<Record<string, unknown>>): void => {
      if (step === "archived") steps.push(refs);
    };
    expect(await both.run({ archive: true, onStep })).to.include({ equal: true });
    expect(steps).to.deep.equal([1]);
    const kept = Object.entries(await both.target.refs()).filter(([ref]) => ref.includes("/ccp-archive-"));
    expect(kept.map(([, oid]) => oid)).to.deep.equal([tip]);
  });
});
