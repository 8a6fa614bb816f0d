import { expect } from "chai";
import fc from "fast-check";
import {
  encodePacket,
  flushPacket,
  readPackets,
  untilFlush,
  type Packet,
} from "../../../replicator/git/pktLine";
import { chunked, collect } from "../../support/chunks";
import { failure } from "../../support/failure";

const payloads = fc.array(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  {
    maxLength: 8,
  },
);
const cuts = fc.array(fc.nat(400), { maxLength: 20 });

describe("Packets", () => {
  it("survive any split of the stream into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, cuts, async (all, sizes) => {
        const stream = Buffer.concat([...all.map(encodePacket), flushPacket]);
        const packets = await collect<Packet>(readPackets(chunked(stream, sizes)));
        expect(packets).to.deep.equal([...all, "flush"]);
      }),
    );
  });

  it("turn any truncation into an error, as part of a list that ends with a flush", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, cuts, fc.nat(), async (all, sizes, where) => {
        const stream = Buffer.concat([
          ...all.filter((p) => !p.toString().startsWith("ERR ")).map(encodePacket),
          flushPacket,
        ]);
        const cut = stream.subarray(0, where % stream.length);
        expect(await failure(collect(untilFlush(readPackets(chunked(cut, sizes)))))).to.include({
          code: "truncated",
        });
      }),
    );
  });

  it("know the delimiter, the response end and the empty packet", async () => {
    const packets = await collect<Packet>(readPackets(chunked(Buffer.from("0001000200040006a\n"), [3])));
    expect(packets).to.deep.equal(["delimiter", "response-end", Buffer.alloc(0), Buffer.from("a\n")]);
  });

  for (const malformed of ["0003", "zzzz", "+123", "fff5", " 0005"]) {
    it(`refuse the length ${JSON.stringify(malformed)}`, async () => {
      const error = await failure(collect(readPackets(chunked(Buffer.from(`${malformed}aaaa`), []))));
      expect(error.code).to.equal("protocol");
    });
  }

  it("refuse to be too long", () => {
    expect(encodePacket(Buffer.alloc(65_516)).subarray(0, 4).toString()).to.equal("fff0");
    expect(() => encodePacket(Buffer.alloc(65_517))).to.throw("exceeds");
  });

  it("are refused after the final flush", async () => {
    const error = await failure(collect(untilFlush(readPackets(chunked(Buffer.from("0005a00000005b"), [])))));
    expect(error.code).to.equal("protocol");
  });

  it("carry the server's error, wherever it stands", async () => {
    const stream = (text: string): AsyncIterable<Buffer> =>
      chunked(Buffer.concat([encodePacket("a"), encodePacket(`ERR ${text}\n`)]), [2]);
    const lost = await failure(collect(untilFlush(readPackets(stream("upload-pack: not our ref 1234")))));
    expect(lost).to.include({ code: "not-our-ref", transient: true });
    const other = await failure(collect(untilFlush(readPackets(stream("out of coffee")))));
    expect(other).to.include({ code: "remote-error", message: "the server says: out of coffee" });
  });
});
