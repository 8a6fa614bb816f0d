import { expect } from "chai";
import fc from "fast-check";
import { encodePacket, flushPacket, readPackets, untilFlush } from "../../../replicator/git/pktLine";
import { isBanded, readSideBand } from "../../../replicator/git/sideBand";
import { chunked, collect } from "../../support/chunks";
import { failure } from "../../support/failure";
import { banded } from "../../support/packets";

const cuts = fc.array(fc.nat(200), { maxLength: 20 });
const messages = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), fc.string({ minLength: 1 })), {
  maxLength: 8,
});

const stream = (all: readonly (readonly [1 | 2, string])[]): Buffer =>
  Buffer.concat([...all.map(([band, text]) => banded(Buffer.from(text), band)), flushPacket]);

describe("Side bands", () => {
  it("keep data and progress apart, from any split of the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(messages, cuts, async (all, sizes) => {
        const progress: string[] = [];
        const packets = untilFlush(readPackets(chunked(stream(all), sizes)));
        const data = await collect(readSideBand(packets, (text) => progress.push(text)));
        const of = (wanted: number): string =>
          all.map(([band, text]) => (band === wanted ? text : "")).join("");
        expect(Buffer.concat(data).toString()).to.equal(of(1));
        expect(progress.join("")).to.equal(of(2));
      }),
    );
  });

  it("are an error when cut anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(messages, cuts, fc.nat(), async (all, sizes, where) => {
        const whole = stream(all);
        const cut = whole.subarray(0, where % whole.length);
        const error = await failure(collect(readSideBand(untilFlush(readPackets(chunked(cut, sizes))))));
        expect(error.code).to.equal("truncated");
      }),
    );
  });

  it("end with the server's words when it gives up, and with an error on an unknown band", async () => {
    const read = (...packets: Buffer[]): Promise<unknown> =>
      collect(readSideBand(untilFlush(readPackets(chunked(Buffer.concat([...packets, flushPacket]), [])))));
    const fatal = await failure(read(banded(Buffer.from("data")), banded(Buffer.from("disk full\n"), 3)));
    expect(fatal).to.include({ code: "remote-error", message: "the server gave up: disk full" });
    expect(await failure(read(encodePacket("\x04what")))).to.include({ code: "protocol" });
    expect([1, 2, 3, 4, 0x4e].map((band) => isBanded(Buffer.from([band])))).to.deep.equal([
      ...[true, true, true],
      ...[false, false],
    ]);
  });
});
