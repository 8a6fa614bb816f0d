import { expect } from "chai";
import { Listings } from "../../../bench/stress/listings";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";

const [a, b] = ["a", "b"].map((digit) => digit.repeat(40));

function list(...lines: string[]): Buffer {
  return Buffer.concat([...lines.map((line) => encodePacket(`${line}\n`)), flushPacket]);
}

describe("What a replication was told", () => {
  const copy = list(`${a} refs/heads/main\0report-status`, `${b} refs/heads/ccp-archive-old`);

  it("was equal when the last list of the copy was one of the source's, in either version", () => {
    for (const source of [
      list(`${a} HEAD\0thin-pack`, `${a} refs/heads/main`, `${b} refs/notes/x`),
      list(`${a} HEAD symref-target:refs/heads/main`, `${a} refs/heads/main`),
    ]) {
      const listings = new Listings();
      listings.note("R", "source", source);
      expect(listings.sawEqual("R")).to.equal(false);
      listings.note("R", "target", copy);
      expect(listings.sawEqual("R")).to.equal(true);
      expect(listings.sawEqual("S")).to.equal(false);
    }
  });

  it("was not equal when only an earlier list of the copy was, or when the last one was cut", () => {
    const listings = new Listings();
    listings.note("R", "source", list(`${a} refs/heads/main\0thin-pack`));
    listings.note("R", "target", copy);
    listings.note("R", "target", undefined);
    expect(listings.sawEqual("R")).to.equal(false);
    listings.note("R", "target", list(`${b} refs/heads/main\0report-status`));
    expect(listings.sawEqual("R")).to.equal(false);
  });
});
