import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import type { Answer, Exchange } from "../support/gitServer";
import { expectEqual, pair, type Pair } from "../support/pair";

const isPush = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-receive-pack";

const tooLarge: Answer = { status: 413, body: Buffer.from("no") };
const busy: Answer = { status: 429, body: Buffer.from("Rate Exceeded") };

/** Commits of 20 KB each, and a target that takes 100 KB at once. */
async function large(context: Mocha.Context, commits = 16): Promise<Pair> {
  const both = await pair(context, "codeCommit");
  await both.source.fastImport(commits, 20_000, (_index, size) => randomBytes(size));
  await both.source.git("reset", "--quiet", "--hard", "main");
  both.servers.target.onRequest = ({ body }) =>
    Promise.resolve(body.length > 100_000 ? tooLarge : undefined);
  return both;
}

describe("A first copy in stages", () => {
  beforeEach(function () {
    this.timeout(60_000);
  });
  afterEach(cleanUp);

  it("takes a target that is busy for busy, and no commit for too large", async function () {
    const both = await large(this);
    let pushes = 0;
    both.servers.target.onRequest = (exchange) => {
      if (!isPush(exchange)) return Promise.resolve(undefined);
      pushes += 1;
      if (exchange.body.length > 100_000) return Promise.resolve(tooLarge);
      return Promise.resolve(pushes > 4 ? busy : undefined);
    };
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "unavailable", transient: true });
    both.servers.target.onRequest = undefined;
    expect(await both.run()).to.include({ equal: true });
    await expectEqual(both);
  });
});
