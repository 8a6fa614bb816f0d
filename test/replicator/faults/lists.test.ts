import { expect } from "chai";
import type { Answer } from "../../support/answer";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { packetBoundaries } from "../../support/packets";
import { dialects, diverged, expectEqual } from "../../support/pair";
import { isPush, listsRefs } from "../../support/requests";

/** The list up to one of its packets, counted from the end, and some bytes more. */
const upTo = (body: Buffer, packet: number, bytes = 0): Buffer =>
  body.subarray(0, (packetBoundaries(body).at(packet) ?? 0) + bytes);

const faults: Readonly<Record<string, (body: Buffer) => Answer>> = {
  "ends inside of a packet, and breaks off": (body) => ({ body: upTo(body, -4, 7), cut: true }),
  "ends inside of a packet, and is reset": (body) => ({ body: upTo(body, -4, 7), cut: "reset" }),
  "ends inside of a packet as if that were all": (body) => ({ body: upTo(body, -4, 7) }),
  "ends between two packets as if that were all": (body) => ({ body: upTo(body, -5) }),
  "ends between two packets, and breaks off": (body) => ({ body: upTo(body, -5), cut: true }),
  "lacks its flush": (body) => ({ body: upTo(body, -2) }),
  "has nothing in it": () => ({ body: Buffer.alloc(0) }),
  "is of another content type": (body) => ({ body, headers: { "Content-Type": "text/plain" } }),
  "is a page of HTML": () => ({
    headers: { "Content-Type": "text/html" },
    body: Buffer.from("<html>Sign in</html>"),
  }),
};

for (const [title, side] of [
  ["Fault 1: a source's list", "source"],
  ["Fault 2: a target's list", "target"],
] as const) {
  describe(title, () => {
    afterEach(cleanUp);

    for (const dialect of dialects) {
      it(`that is not complete changes nothing, and the next run heals it (${dialect})`, async function () {
        const both = await diverged(this, dialect);
        const server = both.servers[side];
        both.servers.target.exchanges.length = 0;
        for (const [what, fault] of Object.entries(faults)) {
          server.onAnswer = (exchange, body) =>
            listsRefs(exchange) && body.includes("refs/heads/") ? fault(body) : undefined;
          const error = await failure(both.run({ maximumPasses: 1 }));
          expect(error.message, `a list that ${what}`).to.match(new RegExp(`^${side} http://127`));
          expect(error.code, `a list that ${what}`).to.be.oneOf(["truncated", "network", "protocol"]);
          expect(error.report, `a list that ${what}`).to.include({ equal: false, commands: 0 });
        }
        expect(both.servers.target.exchanges.filter(isPush)).to.deep.equal([]);
        expect(await both.target.refs()).to.deep.equal(both.before);
        server.onAnswer = undefined;
        await both.run();
        await expectEqual(both);
      });
    }

    it("that never comes is given up", async function () {
      const both = await diverged(this);
      both.servers[side].onRequest = () => new Promise(() => undefined);
      const error = await failure(both.run({ maximumPasses: 1, idleMilliseconds: 2_000 }));
      expect(error).to.include({ code: "timeout", transient: true });
      expect(error.message).to.match(new RegExp(`^${side} http://127`));
      expect(await both.target.refs()).to.deep.equal(both.before);
    });

    it("that is cut once is asked for again in the same run", async function () {
      const both = await diverged(this, "codeCommit");
      let lists = 0;
      both.servers[side].onAnswer = (exchange, body) =>
        listsRefs(exchange) && ++lists === 1 ? { body: upTo(body, -2) } : undefined;
      expect(await both.run()).to.deep.include({ equal: true, retries: { truncated: 1 } });
      await expectEqual(both);
    });
  });
}
