import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import type { Answer } from "../../support/answer";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { banded, splitFetchAnswer } from "../../support/packets";
import { dialects, diverged, expectEqual, type Diverged } from "../../support/pair";
import { isPush, wantsObjects } from "../../support/requests";

const never = new Promise<never>(() => undefined);

/** How an answer goes on after some bytes of its pack. */
const endings: Readonly<Record<string, (begun: Buffer) => Answer>> = {
  "as if that were all": (begun) => ({ body: Buffer.concat([begun, flushPacket]) }),
  "without a flush": (begun) => ({ body: begun }),
  "with a connection that breaks off": (begun) => ({ body: begun, cut: true }),
  "with a reset": (begun) => ({ body: begun, cut: "reset" }),
};

/** Runs once with a broken answer to the fetch; the target must be left as it was, and not even be pushed to. */
async function expectUnharmed(both: Diverged, fault: (body: Buffer) => Answer, what: string): Promise<void> {
  both.servers.source.onAnswer = (exchange, body) => (wantsObjects(exchange) ? fault(body) : undefined);
  const pushes = both.servers.target.exchanges.filter(isPush).length;
  const error = await failure(both.run({ maximumPasses: 1 }));
  expect(error.message, what).to.match(/^source http/);
  expect(both.servers.target.exchanges.filter(isPush), what).to.have.lengthOf(pushes);
}

async function expectHealed(both: Diverged): Promise<void> {
  both.servers.source.onAnswer = undefined;
  expect(await both.target.refs()).to.deep.equal(both.before);
  await both.run();
  await expectEqual(both);
}

describe("Fault 4: a pack of the source that is cut", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`changes nothing, wherever and however it ends (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      for (const [how, ending] of Object.entries(endings)) {
        for (const length of [0, 4, 12, 0.5, -20, -1]) {
          const fault = (body: Buffer): Answer => {
            const { lines, pack } = splitFetchAnswer(body);
            const end = length === 0.5 ? pack.length / 2 : length < 0 ? pack.length + length : length;
            return ending(Buffer.concat([lines, banded(pack.subarray(0, end))]));
          };
          await expectUnharmed(both, fault, `cut at ${length}, ${how}`);
        }
      }
      await expectHealed(both);
    });

    it(`is given up when it stalls (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      both.servers.source.onAnswer = (exchange, body) =>
        wantsObjects(exchange) ? { body, hold: { after: body.length - 5, until: never } } : undefined;
      const error = await failure(both.run({ maximumPasses: 1, idleMilliseconds: 1_500 }));
      expect(error).to.include({ code: "timeout", transient: true });
      expect(error.message).to.match(/^source http/);
      await expectHealed(both);
    });
  }

  for (const [how, answer] of [
    ["breaks off", (body: Buffer): Answer => ({ body: body.subarray(0, -100), cut: true })],
    [
      "ends as if that were all",
      (body: Buffer): Answer => {
        const { lines, pack } = splitFetchAnswer(body);
        return { body: Buffer.concat([lines, banded(pack.subarray(0, -1)), flushPacket]) };
      },
    ],
    [
      "has another byte",
      (body: Buffer): Answer => {
        const changed = Buffer.from(body);
        changed[body.length - 1_000_000] ^= 1;
        return { body: changed };
      },
    ],
    ["stalls", (body: Buffer): Answer => ({ body, hold: { after: body.length - 1_000, until: never } })],
  ] as const) {
    it(`breaks off a push that has begun, when it ${how}`, async function () {
      const both = await diverged(this);
      // More than fits the buffer, so that the push has begun when the pack breaks off.
      await both.source.commit("big.bin", randomBytes(9_500_000));
      both.servers.source.onAnswer = (exchange, body) => (wantsObjects(exchange) ? answer(body) : undefined);
      const error = await failure(
        both.run({ maximumPasses: 1, idleMilliseconds: how === "stalls" ? 1_500 : 20_000 }),
      );
      expect(error).to.include({ transient: true });
      // When all stands still, either side may be the first to be given up.
      expect(error.message).to.match(how === "stalls" ? /^(source|target) http/ : /^source http/);
      await both.servers.target.settled();
      const push = both.servers.target.exchanges.filter(isPush).at(-1);
      expect(push?.headers).to.include({ "transfer-encoding": "chunked" });
      expect(push).to.include({ complete: false });
      await expectHealed(both);
    });
  }
});

describe("Fault 5: a pack of the source that is damaged, or refused", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`changes nothing (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      for (const place of [0, 6, 10, 200, -25, -1]) {
        const fault = (body: Buffer): Answer => {
          const { lines, pack } = splitFetchAnswer(body);
          pack[place < 0 ? pack.length + place : place] ^= 4;
          return { body: Buffer.concat([lines, banded(pack), flushPacket]) };
        };
        await expectUnharmed(both, fault, `a flipped bit at ${place}`);
      }
      const fatal = banded(Buffer.from("disk full\n"), 3);
      await expectUnharmed(
        both,
        (body) => {
          const { lines, pack } = splitFetchAnswer(body);
          return { body: Buffer.concat([lines, banded(pack.subarray(0, 100)), fatal, flushPacket]) };
        },
        "an error in the middle of it",
      );
      await expectUnharmed(both, () => ({ body: encodePacket("ERR upload-pack: no\n") }), "an error first");
      await expectHealed(both);
    });
  }
});
