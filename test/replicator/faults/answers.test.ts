import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { flushPacket } from "../../../replicator/git/pktLine";
import type { Answer } from "../../support/answer";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import type { Exchange } from "../../support/gitServer";
import { banded, flushed } from "../../support/packets";
import { diverged, expectEqual } from "../../support/pair";
import { isList, isPush } from "../../support/requests";

const statuses = [
  [500, "unavailable"],
  [502, "unavailable"],
  [503, "unavailable"],
  [504, "unavailable"],
  [408, "unavailable"],
  [429, "unavailable"],
  [413, "too-large"],
] as const;

const busy = (status: number): Answer => ({ status, body: Buffer.from("<html>busy</html>") });

/** Answers with this to the first request of a kind. */
function once(
  isIt: (exchange: Exchange) => boolean,
  answer: Answer,
): (exchange: Exchange) => Promise<Answer | undefined> {
  let count = 0;
  return (exchange) => Promise.resolve(isIt(exchange) && ++count === 1 ? answer : undefined);
}

/** Reports that do not tell everything, made of the whole one. */
const reports: Readonly<Record<string, (whole: Buffer) => Answer>> = {
  "that never comes": () => ({ body: Buffer.alloc(0), cut: true }),
  "that is empty": () => ({ body: Buffer.alloc(0) }),
  "that is nothing but a flush": () => ({ body: flushPacket }),
  "that is cut in the middle": (whole) => ({ body: whole.subarray(0, whole.length / 2), cut: true }),
  "that ends in the middle": (whole) => ({ body: whole.subarray(0, whole.length / 2) }),
  "that lacks its last flush": (whole) => ({ body: whole.subarray(0, -4) }),
  "in which a ref is missing": () => ({
    body: Buffer.concat([banded(flushed("unpack ok\n", "ok refs/heads/main\n")), flushPacket]),
  }),
};

describe("Fault 8: a target that answers with an error, or not at all", () => {
  afterEach(cleanUp);

  for (const [what, isIt] of [
    ["a list", isList],
    ["a push", isPush],
  ] as const) {
    for (const dialect of ["v0", "codeCommit"] as const) {
      it(`to ${what} is asked again, whatever the status (${dialect})`, async function () {
        const both = await diverged(this, dialect);
        for (const [status, code] of statuses) {
          both.servers.target.onRequest = once(isIt, busy(status));
          const report = await both.run();
          expect(report, String(status)).to.deep.include({ equal: true, retries: { [code]: 1 } });
          await both.source.commit("a.txt", `after ${status}\n`);
        }
        both.servers.target.onRequest = undefined;
        await both.run();
        await expectEqual(both);
      });
    }

    it(`to ${what} for good is given up as transient, after all attempts`, async function () {
      const both = await diverged(this, "codeCommit");
      both.servers.target.exchanges.length = 0;
      both.servers.target.onRequest = (exchange) => Promise.resolve(isIt(exchange) ? busy(503) : undefined);
      const error = await failure(both.run({ maximumPasses: 3 }));
      expect(error).to.include({ code: "unavailable", transient: true });
      expect(error.message).to.match(/^target http.*answers 503/);
      expect(error.report).to.deep.include({ passes: 3, retries: { unavailable: 2 } });
      expect(both.servers.target.exchanges.filter(isIt)).to.have.lengthOf(3);
      expect(await both.target.refs()).to.deep.equal(both.before);
    });
  }

  for (const [bytes, size] of [
    [1, 10],
    [500_000, 2_000_000],
    [8_500_000, 9_500_000],
  ] as const) {
    it(`but resets the connection after ${bytes} bytes of a push is asked again`, async function () {
      const both = await diverged(this);
      await both.source.commit("big.bin", randomBytes(size));
      let resets = 0;
      both.servers.target.onData = (exchange) => {
        if (isPush(exchange) && resets === 0 && exchange.bytes >= bytes) {
          resets += 1;
          exchange.reset();
        }
      };
      expect(await both.run()).to.deep.include({ equal: true, retries: { network: 1 } });
      expect(resets).to.equal(1);
      await expectEqual(both);
    });
  }

  for (const dialect of ["v0", "codeCommit"] as const) {
    it(`is looked at again after a report that is not whole: what it took is not sent twice (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      for (const [what, broken] of Object.entries(reports)) {
        await both.source.commit("a.txt", randomBytes(100).toString("hex"));
        await both.source.updateRefs({
          [`refs/heads/${what.replaceAll(" ", "-")}`]: both.before["refs/heads/main"],
        });
        let pushes = 0;
        both.servers.target.onAnswer = (exchange, body) =>
          isPush(exchange) && ++pushes === 1 ? broken(body) : undefined;
        const { created, updated } = await both.run();
        expect({ what, pushes }).to.deep.equal({ what, pushes: 1 });
        // What the report keeps back is known from the next list, except of a ref that it leaves out: nobody knows whose
        // doing that was.
        if (what !== "in which a ref is missing") expect(created, what).to.have.length.within(1, 2);
        expect(
          updated.map(({ ref }) => ref),
          what,
        ).to.deep.equal(["refs/heads/main"]);
      }
      await expectEqual(both);
    });
  }
});
