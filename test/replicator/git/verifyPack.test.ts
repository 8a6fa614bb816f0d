import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { emptyPack } from "../../../replicator/git/sendPack";
import { verifyPack } from "../../../replicator/git/verifyPack";
import { chunked, collect } from "../../support/chunks";
import { failure } from "../../support/failure";

const content = Buffer.concat([emptyPack.subarray(0, 12), Buffer.from("objects ".repeat(20))]);
const pack = Buffer.concat([content, createHash("sha1").update(content).digest()]);
const cuts = fc.array(fc.nat(60), { maxLength: 20 });

describe("A pack on its way", () => {
  it("is passed on as it came, however it was split", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async (sizes) => {
        expect(Buffer.concat(await collect(verifyPack(chunked(pack, sizes))))).to.deep.equal(pack);
      }),
    );
    expect(Buffer.concat(await collect(verifyPack(chunked(emptyPack, [1]))))).to.deep.equal(emptyPack);
  });

  it("is passed on in the pieces it came in, where none is shorter than a checksum", async () => {
    for (const size of [24, 48, 64]) {
      const sizes = Array.from({ length: pack.length / size - 1 }, () => size);
      const came = await collect(chunked(pack, sizes));
      expect(await collect(verifyPack(chunked(pack, sizes)))).to.deep.equal(came);
    }
  });

  it("never comes out complete when it was cut or changed", async () => {
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(pack.length - 1), fc.boolean(), async (sizes, where, cut) => {
        const broken = Buffer.from(cut ? pack.subarray(0, where) : pack);
        if (!cut) broken[where] ^= 1;
        const passedOn: Buffer[] = [];
        const reading = (async () => {
          for await (const chunk of verifyPack(chunked(broken, sizes))) passedOn.push(chunk);
        })();
        expect((await failure(reading)).transient).to.equal(true);
        expect(Buffer.concat(passedOn).length).to.be.at.most(Math.max(0, broken.length - 20));
      }),
    );
  });
});
