import { expect } from "chai";
import fc from "fast-check";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { readReport } from "../../../replicator/git/pushReport";
import { chunked } from "../../support/chunks";
import { failure } from "../../support/failure";
import { banded, flushed } from "../../support/packets";

const refs = ["refs/heads/größe", "refs/heads/b", "refs/heads/c"];
const bare = flushed("unpack ok\n", `ok ${refs[0]}\n`, "ng refs/heads/b hook declined\n", "ok refs/heads/c");
const cuts = fc.array(fc.nat(bare.length), { maxLength: 12 });

/** The report in packets of band 1 that begin at any of its bytes, with progress and keep-alives between them. */
function inBands(places: readonly number[]): Buffer {
  const ends = [...new Set(places)].sort((one, other) => one - other);
  const parts = [0, ...ends].map((start, index) => bare.subarray(start, ends[index] ?? bare.length));
  const between = Buffer.concat([banded(Buffer.from("working\n"), 2), encodePacket(Buffer.from([1]))]);
  return Buffer.concat([...parts.flatMap((part) => [banded(part), between]), flushPacket]);
}

describe("The report on a push", () => {
  it("reads the same from any split of its bytes, in bands and bare", async () => {
    const rejected = new Map([["refs/heads/b", "hook declined"]]);
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (bands, sizes) => {
        const told = await readReport(chunked(inBands(bands), sizes), refs);
        expect(told).to.deep.include({ unpack: "ok", rejected });
        expect(told.messages).to.match(/^(working\n)*working$/);
        expect(await readReport(chunked(bare, sizes), refs)).to.deep.equal({
          unpack: "ok",
          rejected,
          messages: "",
        });
      }),
    );
  });

  it("is an error when cut anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, cuts, fc.nat(), async (bands, sizes, where) => {
        for (const whole of [bare, inBands(bands)]) {
          const cut = whole.subarray(0, where % whole.length);
          expect((await failure(readReport(chunked(cut, sizes), refs))).code).to.equal("truncated");
        }
      }),
    );
  });

  it("is an error when cut anywhere inside of its bands, though these end well", async () => {
    for (let length = 0; length < bare.length; length++) {
      const cut = Buffer.concat([banded(bare.subarray(0, length)), flushPacket]);
      expect((await failure(readReport(chunked(cut, []), refs))).code, `after ${length} bytes`).to.equal(
        "truncated",
      );
    }
  });
});
