import { expect } from "chai";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { dialects, expectEqual, pair, type Pair } from "../../support/pair";
import { isPush, listsRefs } from "../../support/requests";

interface Many extends Pair {
  readonly names: readonly string[];
  readonly oid: string;
  readonly before: Record<string, string>;
}

/** Two equal sides with main and other branches. */
async function many(
  context: Mocha.Context,
  dialect: Parameters<typeof pair>[1],
  count: number,
): Promise<Many> {
  const both = await pair(context, dialect);
  const oid = await both.source.commit("a.txt", "one\n");
  const names = Array.from({ length: count }, (_, index) => `refs/heads/many-${index}`);
  await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, oid])));
  await both.run();
  return { ...both, names, oid, before: await both.target.refs() };
}

async function remove({ source }: Many, names: readonly string[]): Promise<void> {
  await source.updateRefs(Object.fromEntries(names.map((name) => [name, undefined])));
}

describe("Fault 22: many refs that are gone from the source", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`are not deleted when a second look finds one of them (${dialect})`, async function () {
      const both = await many(this, dialect, 12);
      await remove(both, both.names);
      let looks = 0;
      both.servers.source.onRequest = async (exchange) => {
        if (listsRefs(exchange) && exchange.service === "git-upload-pack") looks += 1;
        // In version 2 each look is two requests.
        if (looks === (dialect === "v2" ? 3 : 2)) await both.source.updateRefs({ [both.names[3]]: both.oid });
        return undefined;
      };
      both.servers.target.exchanges.length = 0;
      const error = await failure(both.run({ maximumPasses: 1 }));
      expect(error).to.include({ code: "deletion-unconfirmed", transient: true });
      expect(error.message).to.include("a second look found refs/heads/many-3");
      expect(error.report).to.include({ guardStops: 1 });
      expect(both.servers.target.exchanges.filter(isPush)).to.deep.equal([]);
      expect(await both.target.refs()).to.deep.equal(both.before);
      both.servers.source.onRequest = undefined;
      expect((await both.run()).deleted).to.have.lengthOf(11);
      await expectEqual(both);
    });

    it(`are deleted when a second look finds none of them (${dialect})`, async function () {
      const both = await many(this, dialect, 12);
      await remove(both, both.names);
      const steps: string[] = [];
      const { deleted } = await both.run({ onStep: (step) => steps.push(step) });
      expect(steps).to.include("confirming");
      expect(deleted).to.have.lengthOf(12);
      await expectEqual(both);
    });
  }

  for (const [refs, gone, confirmed] of [
    [12, 10, false],
    [12, 11, true],
    [60, 12, false],
    [60, 13, true],
  ] as const) {
    it(`${gone} of ${refs + 1} are ${confirmed ? "" : "not "}enough for a second look`, async function () {
      const both = await many(this, "codeCommit", refs);
      await remove(both, both.names.slice(0, gone));
      const steps: string[] = [];
      await both.run({ onStep: (step) => steps.push(step) });
      expect(steps.includes("confirming")).to.equal(confirmed);
      await expectEqual(both);
    });
  }
});
