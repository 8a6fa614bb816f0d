import { expect } from "chai";
import { cleanUp } from "../support/git";
import type { Exchange } from "../support/gitServer";
import { expectEqual, pair } from "../support/pair";

const isList = ({ method }: Exchange): boolean => method === "GET";

/** A list of refs without one of them, and otherwise as it was. */
function without(ref: string, list: Buffer): Buffer {
  return Buffer.from(list.toString("latin1").replace(new RegExp(`[0-9a-f]{44} ${ref}\n`), ""), "latin1");
}

describe("A ref that an event has just told of", () => {
  afterEach(cleanUp);

  it("is not deleted because a list of the source lacks it once", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.source.git("branch", "topic");
    await both.run();
    await both.source.commit("b.txt", "two\n");
    let lists = 0;
    both.servers.source.onAnswer = (exchange, body) =>
      isList(exchange) && ++lists === 1 ? { body: without("refs/heads/topic", body) } : undefined;
    const report = await both.run({ expectedRef: "refs/heads/topic" });
    expect(report).to.deep.include({
      equal: true,
      deleted: [],
      guardStops: 1,
      retries: { "deletion-unconfirmed": 1 },
    });
    await expectEqual(both);
  });

  it("is deleted where a second list lacks it too", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.source.git("branch", "topic");
    await both.run();
    await both.source.git("branch", "-D", "topic");
    const report = await both.run({ expectedRef: "refs/heads/topic" });
    expect(report.deleted.map(({ ref }) => ref)).to.deep.equal(["refs/heads/topic"]);
    await expectEqual(both);
  });
});
