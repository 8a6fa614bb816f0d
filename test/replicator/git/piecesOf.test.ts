import { setImmediate as turn } from "node:timers/promises";
import { Readable } from "node:stream";
import { expect } from "chai";
import { piecesOf } from "../../../replicator/git/piecesOf";
import { collect } from "../../support/chunks";

/** A stream without an end, which counts the bytes it was asked for. */
class Endless extends Readable {
  produced = 0;

  override _read(): void {
    this.produced += 1_000;
    this.push(Buffer.alloc(1_000));
  }
}

describe("The pieces of a stream", () => {
  it("are the very buffers that came", async () => {
    const buffers = ["a", "b", "c"].map((text) => Buffer.from(text));
    const stream = new Readable({ read: () => undefined });
    for (const buffer of [...buffers, null]) stream.push(buffer);
    const pieces = await collect(piecesOf(stream));
    expect(pieces).to.have.length(3);
    for (const [index, piece] of pieces.entries()) expect(piece).to.equal(buffers[index]);
  });

  it("come no faster than they are taken", async () => {
    const stream = new Endless();
    const pieces = piecesOf(stream);
    await pieces.next();
    for (let turns = 0; turns < 20; turns++) await turn();
    const before = stream.produced;
    expect(before).to.be.at.most(2 * stream.readableHighWaterMark);
    for (let taken = 0; taken < 50; taken++) await pieces.next();
    expect(stream.produced).to.be.greaterThan(before);
    await pieces.return();
  });

  it("end with the stream when nobody takes the rest", async () => {
    const stream = new Endless();
    for await (const piece of piecesOf(stream)) {
      expect(piece).to.have.length(1_000);
      break;
    }
    expect(stream.destroyed).to.equal(true);
  });

  it("end when the stream is destroyed, before or meanwhile", async () => {
    const stream = new Endless();
    const pieces = piecesOf(stream);
    await pieces.next();
    stream.destroy();
    expect((await collect(pieces)).length).to.be.at.most(10);
    expect(await collect(piecesOf(stream))).to.deep.equal([]);
  });

  it("throw what the stream fails with", async () => {
    const stream = new Endless();
    const pieces = piecesOf(stream);
    await pieces.next();
    stream.destroy(new Error("cut"));
    const error: unknown = await collect(pieces).catch((reason: unknown) => reason);
    expect(error).to.be.an("error").with.property("message", "cut");
  });
});
