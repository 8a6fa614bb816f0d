import { createHash } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { fetchCapabilities, readPack } from "../../../replicator/git/fetchPack";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { emptyPack } from "../../../replicator/git/sendPack";
import { chunked, collect } from "../../support/chunks";
import { failure } from "../../support/failure";
import { banded } from "../../support/packets";

describe("The capabilities of a fetch", () => {
  const source = new Set(
    "multi_ack_detailed side-band-64k thin-pack ofs-delta no-progress include-tag agent=git/2".split(" "),
  );
  const asked = (target: string[], thin = true): string[] => fetchCapabilities(source, new Set(target), thin);

  it("ask for offset deltas only if the target takes them", () => {
    expect(asked(["ofs-delta"])).to.include("ofs-delta");
    expect(asked([])).not.to.include("ofs-delta");
  });

  it("ask for a thin pack unless the target or a repair forbids it", () => {
    expect(asked([])).to.include("thin-pack");
    expect(asked(["no-thin"])).not.to.include("thin-pack");
    expect(asked([], false)).not.to.include("thin-pack");
  });

  it("never name what the source did not offer, nor an agent", () => {
    expect(fetchCapabilities(new Set(["side-band-64k"]), new Set(["ofs-delta"]), true)).to.deep.equal([
      "side-band-64k",
    ]);
    expect(
      asked(["ofs-delta"]).filter((name) => !source.has(name) || name.startsWith("agent")),
    ).to.deep.equal([]);
  });

  it("need side-band-64k", () => {
    expect(() => fetchCapabilities(new Set(["thin-pack"]), new Set(), true)).to.throw("side-band-64k");
  });
});

describe("The answer to a fetch", () => {
  const content = Buffer.concat([emptyPack.subarray(0, 12), Buffer.from("objects ".repeat(30))]);
  const pack = Buffer.concat([content, createHash("sha1").update(content).digest()]);
  const cuts = fc.array(fc.nat(pack.length), { maxLength: 12 });
  const a = "a".repeat(40);
  const beginnings = {
    v0: [`ACK ${a} common\n`, `ACK ${a}\n`],
    v2: ["packfile\n"],
  } as const;

  /** The pack in packets that begin at any of its bytes. */
  function answer(dialect: "v0" | "v2", places: readonly number[]): Buffer {
    const ends = [...new Set(places)].sort((one, other) => one - other);
    const parts = [0, ...ends].map((start, index) => pack.subarray(start, ends[index] ?? pack.length));
    const packets = parts.flatMap((part) => [banded(part), banded(Buffer.from("counting\n"), 2)]);
    return Buffer.concat([...beginnings[dialect].map((line) => encodePacket(line)), ...packets, flushPacket]);
  }

  for (const dialect of ["v0", "v2"] as const) {
    it(`gives the same pack from any split of its bytes (${dialect})`, async () => {
      await fc.assert(
        fc.asyncProperty(cuts, cuts, async (places, sizes) => {
          const read = await collect(readPack(chunked(answer(dialect, places), sizes), dialect === "v2"));
          expect(Buffer.concat(read)).to.deep.equal(pack);
        }),
      );
    });

    it(`is an error when cut anywhere, before the pack's last 20 bytes were passed on (${dialect})`, async () => {
      await fc.assert(
        fc.asyncProperty(cuts, cuts, fc.nat(), async (places, sizes, where) => {
          const whole = answer(dialect, places);
          const cut = whole.subarray(0, where % whole.length);
          const passedOn: Buffer[] = [];
          const reading = (async () => {
            for await (const chunk of readPack(chunked(cut, sizes), dialect === "v2")) passedOn.push(chunk);
          })();
          expect((await failure(reading)).code).to.equal("truncated");
          expect(Buffer.concat(passedOn).length).to.be.at.most(pack.length - 20);
        }),
      );
    });
  }
});
