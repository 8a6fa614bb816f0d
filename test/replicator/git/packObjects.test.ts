import { expect } from "chai";
import fc from "fast-check";
import { packObjects } from "../../../replicator/git/packObjects";
import { emptyPack } from "../../../replicator/git/sendPack";
import { verifyPack } from "../../../replicator/git/verifyPack";
import { chunked } from "../../support/chunks";
import { failure } from "../../support/failure";

const cuts = fc.array(fc.nat(40), { maxLength: 20 });
const header = (count: number): Buffer => {
  const bytes = Buffer.from("5041434b0000000200000000", "hex");
  bytes.writeUInt32BE(count, 8);
  return bytes;
};

describe("The number of objects in a pack", () => {
  it("is read from its header, however it was split", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0xffffffff }), cuts, async (count, sizes) => {
        const pack = Buffer.concat([header(count), Buffer.alloc(50)]);
        for (const extent of ["beginning", "whole"] as const) {
          expect(await packObjects(chunked(pack, sizes), extent)).to.equal(count);
        }
      }),
    );
  });

  it("is an error for a header that is cut, and for what is no pack", async () => {
    for (let length = 0; length < 12; length++) {
      const error = await failure(packObjects(chunked(header(7).subarray(0, length), [3]), "beginning"));
      expect(error.code, `cut after ${length} bytes`).to.equal("protocol");
    }
    expect((await failure(packObjects(chunked(Buffer.alloc(40, "x"), []), "whole"))).code).to.equal(
      "protocol",
    );
  });

  it("is an error for a pack that is cut, when the whole is to be read", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(emptyPack.length - 1), async (sizes, where) => {
        const pack = verifyPack(chunked(emptyPack.subarray(0, where), sizes));
        expect((await failure(packObjects(pack, "whole"))).code).to.equal("truncated");
      }),
    );
  });
});
