import { expect } from "chai";
import fc from "fast-check";
import { readCommandList } from "../../../../local/cloud/codecommit/commandList";
import { flushPkt, pktLine } from "../../../../local/cloud/codecommit/pktLine";

/** The bytes in pieces that end at the given places. */
function pieces(bytes: Buffer, cuts: readonly number[]): AsyncIterator<Buffer> {
  const ends = [...new Set([...cuts.map((cut) => cut % bytes.length), bytes.length])].sort((a, b) => a - b);
  const parts = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  return (async function* () {
    await Promise.resolve();
    yield* parts;
  })();
}

describe("The command list of a push", () => {
  const id = fc.stringMatching(/^[0-9a-f]{40}$/);
  const command = fc.record({
    old: id,
    new: id,
    reference: fc.stringMatching(/^refs\/heads\/[a-zé/]{1,20}$/),
  });

  it("is read the same however its bytes arrive, and the pack after it is kept", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.uint8Array(),
        async (commands, cuts, pack) => {
          const lines = commands.map(({ old, new: next, reference }, index) =>
            pktLine(`${old} ${next} ${reference}${index === 0 ? "\0 report-status side-band-64k" : ""}`),
          );
          const bytes = Buffer.concat([...lines, flushPkt, Buffer.from(pack)]);
          const body = pieces(bytes, cuts);
          const list = await readCommandList(body);
          const rest: Buffer[] = [list.head];
          for (let next = await body.next(); next.done !== true; next = await body.next())
            rest.push(next.value);
          expect(list.commands).to.deep.equal(commands);
          expect([...list.capabilities]).to.deep.equal(["report-status", "side-band-64k"]);
          expect(Buffer.concat(rest).equals(bytes)).to.be.true;
        },
      ),
    );
  });

  for (const [what, bytes] of [
    ["is cut before its flush", pktLine(`${"a".repeat(40)} ${"b".repeat(40)} refs/heads/main`)],
    ["has no pkt-lines", Buffer.from("hello")],
    ["has a line that is no command", Buffer.concat([pktLine("push-cert\0"), flushPkt])],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      const error: unknown = await readCommandList(pieces(bytes, [])).catch((reason: unknown) => reason);
      expect(error).to.have.property("name", "PktLineError");
    });
  }
});
