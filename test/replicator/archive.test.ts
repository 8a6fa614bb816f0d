import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import { archivedTips, archiving, dayOf, readRetainDays } from "../../replicator/archive";
import { zeroOid } from "../../replicator/git/advertisement";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import { isManaged } from "../../replicator/plan";
import { pair } from "../support/pair";

const day = new Date("2026-01-31T23:59:59Z");
const old = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const next = "5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80";

/** The archive's branches, without the day, and what they keep. */
function archived(refs: Record<string, string>): Record<string, string> {
  const entries = Object.entries(refs).map(([ref, oid]) => [
    /^refs\/heads\/ccp-archive-\d{4}-\d\d-\d\d-(.*)$/.exec(ref)?.[1],
    oid,
  ]);
  return Object.fromEntries(entries.filter(([name]) => name !== undefined)) as Record<string, string>;
}

const managed = (refs: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(refs).filter(([ref]) => isManaged(ref)));

describe("The archive's branches", () => {
  it("are named after day, branch and tip", () => {
    const kept = { ref: "refs/heads/ccp-archive-2026-01-31-feature+x-1a2b3c4", from: zeroOid, to: old };
    const ref = "refs/heads/feature/x";
    expect(archiving({ ref, from: old, to: zeroOid }, day)).to.deep.equal(kept);
    expect(archiving({ ref, from: old, to: next }, day)).to.deep.equal(kept);
  });

  it("are not made for new branches and not for tags", () => {
    expect(archiving({ ref: "refs/heads/main", from: zeroOid, to: next }, day)).to.equal(undefined);
    expect(archiving({ ref: "refs/tags/v1", from: old, to: zeroOid }, day)).to.equal(undefined);
  });

  it("are recognised by day and tip, and nothing else is", () => {
    const tip = "refs/heads/ccp-archive-2026-01-31-feature+x-1a2b3c4";
    const refs = new Map([
      [tip, old],
      ["refs/heads/ccp-archive-2026-01-31-feature+y-1a2b3c4", next],
      ["refs/heads/ccp-archive-2026-13-31-main-1a2b3c4", old],
      ["refs/heads/ccp-archive-mine-1a2b3c4", old],
      ["refs/heads/archive/2026-01-31/main-1a2b3c4", old],
      ["refs/heads/2026-01-31/main-1a2b3c4", old],
    ]);
    expect(archivedTips(refs)).to.deep.equal([{ ref: tip, oid: old, day: dayOf(day) }]);
  });

  it("are kept for a whole number of days, up to ten years", () => {
    expect(readRetainDays({})).to.equal(undefined);
    expect(readRetainDays({ RETAIN_DAYS: "30" })).to.equal(30);
    for (const text of ["0", "3651", "1.5", "-1", "a month"]) {
      expect(() => readRetainDays({ RETAIN_DAYS: text })).to.throw(
        `RETAIN_DAYS is "${text}": set it to a whole number from 1 to 3650, or not at all`,
      );
    }
  });
});

describe("A replication that keeps an archive", () => {
  afterEach(cleanUp);

  it("keeps what a forced push overwrites and what is deleted", async function () {
    const both = await pair(this, "codeCommit");
    await both.source.commit("a.txt", "one\n");
    const base = await both.source.git("rev-parse", "HEAD");
    const main = await both.source.commit("a.txt", "two\n");
    await both.source.git("branch", "feature/x");
    await both.run({ archive: true });
    expect(archived(await both.target.refs())).to.deep.equal({});

    await both.source.git("reset", "--quiet", "--hard", base);
    await both.source.git("branch", "-D", "feature/x");
    await both.run({ archive: true });
    expect(managed(await both.target.refs())).to.deep.equal(await both.source.refs());
    expect(archived(await both.target.refs())).to.deep.equal({
      [`main-${main.slice(0, 7)}`]: main,
      [`feature+x-${main.slice(0, 7)}`]: main,
    });
    await both.target.fsck();
  });

  it("keeps nothing when it is not asked to", async function () {
    const both = await pair(this);
    const base = await both.source.commit("a.txt", "one\n");
    await both.source.commit("a.txt", "two\n");
    await both.run();
    await both.source.git("reset", "--quiet", "--hard", base);
    await both.run();
    expect(await both.target.refs()).to.deep.equal(await both.source.refs());
  });

  it("finds a tip on the archive that an earlier run put there", async function () {
    const both = await pair(this);
    const base = await both.source.commit("a.txt", "one\n");
    const main = await both.source.commit("a.txt", "two\n");
    await both.run({ archive: true });
    await both.source.git("reset", "--quiet", "--hard", base);
    let pushes = 0;
    both.servers.target.onRequest = ({ method }) => {
      const failing = method === "POST" && ++pushes === 2;
      return Promise.resolve(failing ? { status: 503, body: Buffer.alloc(0) } : undefined);
    };
    await failure(both.run({ archive: true, maximumPasses: 1 }));
    expect(archived(await both.target.refs())).to.deep.equal({ [`main-${main.slice(0, 7)}`]: main });
    await both.run({ archive: true });
    expect(managed(await both.target.refs())).to.deep.equal(await both.source.refs());
    expect(pushes).to.equal(3);
  });

  it("takes nothing away that could not be kept, and does the rest", async function () {
    const both = await pair(this);
    const base = await both.source.commit("a.txt", "one\n");
    const main = await both.source.commit("a.txt", "two\n");
    await both.run();
    const hook = '#!/bin/sh\ncase "$1" in refs/heads/ccp-archive-*) exit 1;; esac\n';
    await writeFile(`${both.target.directory}/hooks/update`, hook, { mode: 0o755 });
    await both.source.git("checkout", "--quiet", "-B", "main", base);
    await both.source.git("branch", "new");
    const error = await failure(both.run({ archive: true, maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected" });
    expect(error.message).to.match(
      /refs\/heads\/main: its tip could not be archived as refs\/heads\/ccp-archive-\d{4}-\d\d-\d\d-main-/,
    );
    expect(await both.target.refs()).to.include({ "refs/heads/main": main, "refs/heads/new": base });
  });
});
