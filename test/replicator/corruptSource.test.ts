import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { encodePacket, flushPacket } from "../../replicator/git/pktLine";
import { deepCheck } from "../../replicator/deepCheck";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import { banded, splitFetchAnswer } from "../support/packets";
import { dialects, pair, type Pair } from "../support/pair";
import { isPush, wantsObjects } from "../support/requests";

/** Where git keeps an object that is in no pack. */
async function objectFile({ source }: Pair, revision: string): Promise<string> {
  const oid = await source.git("rev-parse", revision);
  return path.join(source.directory, ".git/objects", oid.slice(0, 2), oid.slice(2));
}

const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
  "an object is gone": (file) => rm(file),
  "an object is garbage": async (file) => {
    await rm(file);
    await writeFile(file, "garbage");
  },
};

describe("A source that is damaged", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    for (const [what, damage] of Object.entries(damages)) {
      it(`is given up at once, by name, when ${what} (${dialect})`, async function () {
        const both = await pair(this, dialect);
        await both.source.commit("a.txt", "one\n");
        await damage(await objectFile(both, "main:a.txt"));
        const error = await failure(both.run());
        expect(error).to.include({ code: "repository-corrupt", transient: false });
        expect(error.message)
          .to.match(
            /^source http:\/\/127\.0\.0\.1:\d+\/a: the server gave up: .*possible repository corruption/,
          )
          .and.include(await both.source.git("rev-parse", "main:a.txt"))
          .and.include("git fsck");
        expect(both.servers.source.exchanges.filter(wantsObjects)).to.have.lengthOf(1);
        expect(both.servers.target.exchanges.filter(isPush)).to.have.lengthOf(0);
      });
    }
  }

  it("is not asked eight times for a pack whose checksum is wrong", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    both.servers.source.onAnswer = (exchange, body) => {
      if (!wantsObjects(exchange)) return undefined;
      const { lines, pack } = splitFetchAnswer(body);
      pack[pack.length - 1] ^= 1;
      return { body: Buffer.concat([lines, banded(pack), flushPacket]) };
    };
    const error = await failure(both.run());
    expect(error).to.include({ code: "repository-corrupt", transient: false });
    expect(both.servers.source.exchanges.filter(wantsObjects)).to.have.lengthOf(2);
  });

  it("is asked again when it gave up for another reason", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    let asked = 0;
    both.servers.source.onAnswer = (exchange) =>
      wantsObjects(exchange) && ++asked === 1
        ? {
            body: Buffer.concat([
              encodePacket("NAK\n"),
              banded(Buffer.from("out of memory\n"), 3),
              flushPacket,
            ]),
          }
        : undefined;
    expect(await both.run()).to.deep.include({ equal: true, retries: { "remote-error": 1 } });
  });

  it("is named by a deep check, and not taken for a damaged copy", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.run();
    await rm(await objectFile(both, "main:a.txt"));
    const [source, target] = [both.servers.source.url("a"), both.servers.target.url("b")];
    const error = await failure(deepCheck({ url: source }, { url: target }, { repair: true }));
    expect(error).to.include({ code: "repository-corrupt" });
    expect(error.message).to.match(/^source /);
  });
});
