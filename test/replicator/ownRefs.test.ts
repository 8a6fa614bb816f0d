import { expect } from "chai";
import fc from "fast-check";
import { archiving } from "../../replicator/archive";
import { zeroOid } from "../../replicator/git/advertisement";
import { isReserved, isScratch, scratchRef } from "../../replicator/ownRefs";
import { isManaged } from "../../replicator/plan";
import { cleanUp } from "../support/git";
import { dialects, expectEqual, pair, type Pair } from "../support/pair";

const day = new Date("2026-01-31T12:00:00Z");

/** Names that git takes, many of them close to ours: pieces of those, joined, in any case. */
const piece = fc.constantFrom(
  ...[
    "archive",
    "ccp",
    "ccp-archive",
    "ccp-archive-",
    "seed",
    "ccp-seed",
    "ccp-seed-",
    "2026-01-31",
    "-",
    "2-",
  ],
  ...["main", "main-1a2b3c4", "1a2b3c4d5e6f7081", "-1a2b3c4", "+", "a", "é"],
);
const component = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""))
  .chain((text) => fc.constantFrom(text, text.toUpperCase()));
const name = fc.array(component, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const ref = fc.tuple(fc.constantFrom("refs/heads/", "refs/tags/"), name).map((parts) => parts.join(""));
const oid = fc.constantFrom("1a2b3c4d5e6f7081".padEnd(40, "0"), "1a2b3c4".padEnd(40, "9"), "f".repeat(40));

/** True if git cannot keep both, on a disk that does not tell upper from lower case. */
function excludeEachOther(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

describe("The names of a replication's own refs", () => {
  it("are in nobody's way, and nobody's that is copied is in theirs", () => {
    fc.assert(
      fc.property(ref, ref, oid, fc.nat(3), (copied, lost, value, more) => {
        fc.pre(isManaged(copied));
        const ours = [
          archiving({ ref: lost, from: value, to: zeroOid }, day, more + 1)?.ref,
          scratchRef(value, "0123abcd"),
        ];
        for (const own of ours) {
          if (own === undefined) continue;
          expect(excludeEachOther(copied, own), `${copied} and ${own}`).to.equal(false);
          expect(isReserved(own)).to.equal(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("are told from what somebody else called so", () => {
    expect(isScratch(scratchRef("a".repeat(40), "0123abcd"))).to.equal(true);
    for (const theirs of ["refs/tags/ccp-seed-1", "refs/tags/archive/seed/1", "refs/heads/ccp-seed-1"]) {
      expect(isScratch(theirs), theirs).to.equal(false);
    }
  });
});

/** What an earlier version put on a copy, and what a user can push that is the same or next to it. */
const awkward = [
  ...["archive", "Archive", "archive/mine", "archive/2026-01-31/theirs", "ccp-archive", "ccp-seed", "ccp"],
  ...["archives/a", "ccp-archive/2026-01-31/a", "ccp-seed/a"],
];

describe("A copy, whatever the source's refs are called", () => {
  afterEach(cleanUp);

  /** Moves main back, so that its tip has to be archived. */
  async function rewind({ source }: Pair, base: string): Promise<string> {
    const tip = await source.commit("a.txt", "to be lost\n");
    await source.git("reset", "--quiet", "--hard", base);
    return tip;
  }

  for (const dialect of dialects) {
    it(`gets branches and tags called like what it keeps for itself, and keeps that too (${dialect})`, async function () {
      const both = await pair(this, dialect);
      const base = await both.source.commit("a.txt", "one\n");
      // Each alone: they are in each other's way, too.
      for (const called of awkward) {
        const refs = { [`refs/heads/${called}`]: base, [`refs/tags/${called}`]: base };
        await both.source.updateRefs(refs);
        await both.run({ archive: true });
        const tip = await both.source.commit("a.txt", `to be lost because of ${called}\n`);
        await both.run({ archive: true });
        await both.source.git("reset", "--quiet", "--hard", base);
        expect(await both.run({ archive: true }), called).to.include({ equal: true, leftOut: 0 });
        expect(await both.target.refs(), called).to.include({ ...refs, "refs/heads/main": base });
        expect(Object.values(await both.target.refs()), called).to.include(tip);
        await both.source.updateRefs(Object.fromEntries(Object.keys(refs).map((each) => [each, undefined])));
      }
    });
  }

  it("gets a tag called archive although its first copy goes over in pieces", async function () {
    this.timeout(60_000);
    const both = await pair(this);
    await both.source.fastImport(20, 20_000, (index, size) => Buffer.alloc(size, `${index} noise `));
    await both.source.git("reset", "--quiet", "--hard", "main");
    for (const tag of ["archive", "archives/seed"]) await both.source.git("tag", tag);
    const first = await both.source.git("rev-list", "--max-parents=0", "main");
    const begun = scratchRef(first, "0123abcd");
    await both.source.git(
      "push",
      "--quiet",
      both.target.directory,
      `${first}:${begun}`,
      "main:refs/tags/archive",
    );
    expect(await both.run()).to.include({ equal: true });
    await expectEqual(both);
  });

  it("gives way with what an earlier version archived, and loses none of it", async function () {
    const both = await pair(this, "codeCommit");
    const base = await both.source.commit("a.txt", "one\n");
    const lost = await rewind(both, base);
    const id = lost.slice(0, 7);
    const archived = {
      [`refs/heads/archive/2026-01-31/main-${id}`]: lost,
      [`refs/heads/archive/2026-01-30/fix/a-${id}`]: lost,
    };
    await both.source.git("push", "--quiet", both.target.directory, `main:main`, `${lost}:refs/heads/kept`);
    await both.target.updateRefs({ ...archived, "refs/heads/kept": undefined });
    // And what it left of a first copy in pieces.
    await both.target.updateRefs({ [`refs/tags/archive/seed/${base.slice(0, 16)}-0123abcd`]: base });
    await both.source.git("branch", "archive");
    await both.source.git("tag", "archive");
    // Not even where nothing is archived any more.
    expect(await both.run()).to.include({ equal: true });
    expect(await both.target.refs()).to.deep.equal({
      "refs/heads/main": base,
      "refs/heads/archive": base,
      "refs/tags/archive": base,
      [`refs/heads/ccp-archive-2026-01-31-main-${id}`]: lost,
      [`refs/heads/ccp-archive-2026-01-30-fix+a-${id}`]: lost,
    });
  });

  it("archives under another name where a copy has that already, or something below it", async function () {
    const both = await pair(this);
    const base = await both.source.commit("a.txt", "one\n");
    const today = new Date().toISOString().slice(0, 10);
    const tip = await both.source.commit("a.txt", "two\n");
    await both.run();
    const wanted = `ccp-archive-${today}-main-${tip.slice(0, 7)}`;
    await both.target.updateRefs({
      [`refs/heads/${wanted.toUpperCase()}`]: base,
      [`refs/heads/${wanted.replace("-main", "-2-main")}/below`]: base,
    });
    await both.source.git("reset", "--quiet", "--hard", base);
    expect(await both.run({ archive: true })).to.include({ equal: true });
    expect(await both.target.refs()).to.include({
      "refs/heads/main": base,
      [`refs/heads/${wanted.replace("-main", "-3-main")}`]: tip,
    });
  });

  for (const dialect of dialects) {
    it(`is not stopped by a name that is not UTF-8, on either side (${dialect})`, async function () {
      const both = await pair(this, dialect);
      const oid = await both.source.commit("a.txt", "one\n");
      const latin = Buffer.from(`update refs/heads/caf\xe9 ${oid}\n`, "latin1");
      await both.source.feed(["update-ref", "--stdin"], latin);
      expect(await both.run()).to.include({ equal: true, leftOut: 1 });
      await both.target.feed(["update-ref", "--stdin"], latin);
      await both.source.commit("a.txt", "two\n");
      expect(await both.run()).to.include({ equal: true, leftOut: 1 });
      expect(await both.target.git("rev-parse", "main")).to.equal(await both.source.git("rev-parse", "main"));
    });
  }
});
