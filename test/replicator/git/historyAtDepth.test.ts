import { expect } from "chai";
import fc from "fast-check";
import { readBoundary } from "../../../replicator/git/historyAtDepth";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { chunked } from "../../support/chunks";
import { failure } from "../../support/failure";
import { flushed } from "../../support/packets";

const oids = ["a", "b", "c"].map((digit) => digit.repeat(40));
const list = flushed(...oids.map((oid) => `shallow ${oid}\n`));

describe("Where history would end at some depth", () => {
  it("reads the same from any split of its bytes, with and without a last word", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(80), { maxLength: 15 }), async (sizes) => {
        expect(await readBoundary(chunked(list, sizes))).to.deep.equal(oids);
        const more = Buffer.concat([list, encodePacket("NAK\n")]);
        expect(await readBoundary(chunked(more, sizes))).to.deep.equal(oids);
      }),
    );
    expect(await readBoundary(chunked(flushPacket, []))).to.deep.equal([]);
  });

  it("is an error when cut anywhere", async () => {
    for (let length = 0; length < list.length; length++) {
      const error = await failure(readBoundary(chunked(list.subarray(0, length), [])));
      expect(error.code, `cut after ${length} bytes`).to.equal("truncated");
    }
  });

  it("is an error with lines that do not belong there, or come too late", async () => {
    const late = Buffer.concat([list, encodePacket(`shallow ${oids[0]}\n`)]);
    for (const bytes of [late, flushed("shallow 12\n"), Buffer.from("0001")]) {
      expect((await failure(readBoundary(chunked(bytes, [])))).code).to.equal("protocol");
    }
    const refused = Buffer.concat([encodePacket("ERR upload-pack: not our ref\n")]);
    expect((await failure(readBoundary(chunked(refused, [])))).code).to.equal("not-our-ref");
  });
});
