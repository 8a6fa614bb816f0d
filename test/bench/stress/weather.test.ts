import { expect } from "chai";
import { Random } from "../../../bench/stress/random";
import { Weather } from "../../../bench/stress/weather";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";

const body = Buffer.concat([encodePacket("one\n"), encodePacket("two\n"), flushPacket]);

describe("The weather of a storm", () => {
  it("takes something away from the end of answers, mid-packet and between packets, cut off and properly ended", () => {
    const weather = new Weather(new Random(1), 2);
    const seen = Array.from({ length: 200 }, () => weather.onAnswer(body));
    const kinds = new Set(seen.map((answer) => `${answer?.body.length} ${answer?.cut}`));
    for (const length of [0, 8, 16, 3, 12]) {
      expect([...kinds]).to.include.members([`${length} true`, `${length} false`]);
    }
    for (const answer of seen) expect(body.indexOf(answer?.body ?? "no answer")).to.equal(0);
    expect(weather.faults).to.equal(200);
  });

  it("leaves every answer as it is when it has cleared up", async () => {
    const weather = new Weather(new Random(1), 2);
    weather.clear();
    for (let count = 0; count < 50; count++) {
      expect(await weather.onRequest()).to.equal(undefined);
      expect(weather.onAnswer(body)).to.equal(undefined);
    }
    expect(weather.faults).to.equal(0);
  });
});
