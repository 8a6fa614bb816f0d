import { expect } from "chai";
import { cleanUp } from "../../support/git";
import { dialects, expectEqual, pair, type Pair } from "../../support/pair";
import { listsRefs } from "../../support/requests";

/** Commits on main, of which the target has the first. */
async function line(context: Mocha.Context, dialect: Parameters<typeof pair>[1], count: number) {
  const both = await pair(context, dialect);
  const history = [await both.source.commit("a.txt", "0\n")];
  await both.run();
  await both.target.keepHistory();
  const grow = async (): Promise<void> => {
    history.push(await both.source.commit("a.txt", `${history.length}\n`));
  };
  for (let index = 1; index < count; index++) await grow();
  return { ...both, history, grow };
}

/** A promise, and what keeps it. */
function gate(): [until: Promise<void>, open: () => void] {
  let open = (): void => undefined;
  const until = new Promise<void>((resolve) => (open = resolve));
  return [until, open];
}

/** I1 and I6: the target's main only had values of the source's, and never an older one after a newer one. */
async function expectForward({ target }: Pair, history: readonly string[]): Promise<void> {
  const places = (await target.historyOf("refs/heads/main")).map((oid) => history.indexOf(oid));
  expect(places).not.to.include(-1);
  expect(places).to.deep.equal([...new Set(places)].sort((a, b) => a - b));
}

describe("Fault 13: several replications of one repository at once", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    for (const count of dialect === "codeCommit" ? [2, 4, 16] : [4]) {
      it(`converge while it is pushed to, and never set the target back: ${count} (${dialect})`, async function () {
        this.timeout(60_000);
        const both = await line(this, dialect, 2);
        const options = { maximumPasses: 40, pauseMilliseconds: 5 };
        const runs: Promise<unknown>[] = [];
        for (let index = 0; index < count; index++) {
          runs.push(both.run(options));
          if (index % 4 === 1) await both.grow();
        }
        await Promise.all(runs);
        await both.run();
        await expectForward(both, both.history);
        await expectEqual(both);
      });
    }

    it(`do not set the target back when one slept with an old list of the source (${dialect})`, async function () {
      const both = await line(this, dialect, 2);
      const [sleep, wake] = gate();
      const [asleep, held] = gate();
      let lists = 0;
      both.servers.source.onAnswer = (exchange, body) => {
        if (!listsRefs(exchange) || !body.includes("refs/heads/") || ++lists > 1) return undefined;
        held();
        return { body, hold: { after: 0, until: sleep } };
      };
      const slow = both.run();
      await asleep;
      await both.grow();
      await both.run();
      wake();
      const report = await slow;
      expect(report).to.include({ equal: true, casMisses: 1 });
      expect(await both.target.historyOf("refs/heads/main")).to.deep.equal([both.history[2]]);
      await expectEqual(both);
    });

    it(`do not set the target back when one slept before its look at the target (${dialect})`, async function () {
      const both = await line(this, dialect, 2);
      const [sleep, wake] = gate();
      const [asleep, held] = gate();
      let lists = 0;
      both.servers.target.onRequest = async (exchange) => {
        if (!listsRefs(exchange) || ++lists > 1) return undefined;
        held();
        await sleep;
        return undefined;
      };
      const slow = both.run();
      await asleep;
      // What the slow one may have listed already, and what it finds on the target.
      await both.servers.source.settled();
      await both.grow();
      await both.run();
      wake();
      expect(await slow).to.include({ equal: true, passes: 1, commands: 0 });
      expect(await both.target.historyOf("refs/heads/main")).to.deep.equal([both.history[2]]);
      await expectEqual(both);
    });

    it(`do not set the target back when one slept between its reads (${dialect})`, async function () {
      const both = await line(this, dialect, 2);
      const [sleep, wake] = gate();
      const [asleep, held] = gate();
      let lists = 0;
      both.servers.source.onRequest = async (exchange) => {
        if (!listsRefs(exchange) || ++lists > 1) return undefined;
        held();
        await sleep;
        return undefined;
      };
      const slow = both.run();
      await asleep;
      await both.run();
      await both.grow();
      await both.run();
      wake();
      expect(await slow).to.include({ equal: true });
      expect(await both.target.historyOf("refs/heads/main")).to.deep.equal(both.history.slice(1));
      await expectEqual(both);
    });
  }
});
