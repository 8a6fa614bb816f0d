import { rename } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { failure } from "../../support/failure";
import { cleanUp, GitRepository } from "../../support/git";
import { dialects, diverged, expectEqual, pair, type Pair } from "../../support/pair";
import { isPush, listsRefs } from "../../support/requests";

/** Two equal sides with a dozen branches. */
async function dozen(context: Mocha.Context): Promise<Pair & { readonly before: Record<string, string> }> {
  const both = await pair(context, "codeCommit");
  const oid = await both.source.commit("a.txt", "one\n");
  const names = Array.from({ length: 12 }, (_, index) => `refs/heads/topic-${index}`);
  await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, oid])));
  await both.run();
  return { ...both, before: await both.target.refs() };
}

/** Puts another repository in the source's place; gives back how to take it away again. */
async function replaceSource({ servers }: Pair, options: { bare: boolean }): Promise<() => Promise<void>> {
  const [there, aside, gone] = ["a", "a-before", "a-gone"].map((name) =>
    path.join(servers.source.directory, name),
  );
  await rename(there, aside);
  const other = await GitRepository.create(there, options);
  if (!options.bare) await other.commit("b.txt", "another history\n");
  return async () => {
    await rename(there, gone);
    await rename(aside, there);
  };
}

describe("Fault 3: a source that is empty, out of reach or another one", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`deletes nothing because it is empty (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const restore = await replaceSource(both, { bare: true });
      const error = await failure(both.run());
      expect(error).to.include({ code: "source-empty", transient: false });
      expect(error.report).to.include({ guardStops: 1, commands: 0 });
      expect(await both.target.refs()).to.deep.equal(both.before);
      await restore();
      await both.run();
      await expectEqual(both);
    });
  }

  for (const [status, code, words] of [
    [403, "access-denied", "codecommit:GitPull"],
    [404, "not-found", "does not exist"],
  ] as const) {
    it(`ends it at once with ${code} when it answers ${status}`, async function () {
      const both = await diverged(this, "codeCommit");
      both.servers.source.exchanges.length = 0;
      both.servers.source.onRequest = () => Promise.resolve({ status, body: Buffer.from("no") });
      const error = await failure(both.run());
      expect(error).to.include({ code, transient: false });
      expect(error.message)
        .to.match(/^source http/)
        .and.include(words);
      expect(both.servers.source.exchanges).to.have.lengthOf(1);
      expect(await both.target.refs()).to.deep.equal(both.before);
    });
  }

  it("deletes nothing when it was another one for one look only", async function () {
    const both = await dozen(this);
    const restore = await replaceSource(both, { bare: false });
    let looks = 0;
    both.servers.source.onRequest = async (exchange) => {
      if (listsRefs(exchange) && ++looks === 2) await restore();
      return undefined;
    };
    both.servers.target.exchanges.length = 0;
    expect(await failure(both.run({ maximumPasses: 1 }))).to.include({ code: "deletion-unconfirmed" });
    expect(both.servers.target.exchanges.filter(isPush)).to.deep.equal([]);
    expect(await both.run()).to.include({ passes: 1, commands: 0 });
    expect(await both.target.refs()).to.deep.equal(both.before);
  });

  it("is followed when it was replaced for good, after a second look", async function () {
    const both = await dozen(this);
    await replaceSource(both, { bare: false });
    const steps: string[] = [];
    const report = await both.run({ onStep: (step) => steps.push(step) });
    expect(steps.indexOf("confirming")).to.be.within(0, steps.indexOf("pushed") - 1);
    expect(report.deleted).to.have.lengthOf(12);
    await expectEqual(both);
  });
});
