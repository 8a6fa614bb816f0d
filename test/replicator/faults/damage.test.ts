import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { deepCheck } from "../../../replicator/deepCheck";
import { replicate } from "../../../replicator/replicate";
import { failure } from "../../support/failure";
import { cleanUp, type GitRepository } from "../../support/git";
import { dialects, expectEqual, pair, type Pair } from "../../support/pair";
import { isPush, wantsObjects } from "../../support/requests";

/** Three commits that change one large text, on both sides. */
async function grown(
  context: Mocha.Context,
  dialect?: Parameters<typeof pair>[1],
): Promise<Pair & { readonly text: string }> {
  const both = await pair(context, dialect);
  const text = randomBytes(4_000).toString("hex");
  for (const part of [1_000, 3_000, 8_000]) await both.source.commit("big.txt", text.slice(0, part));
  await both.run();
  return { ...both, text };
}

/** Every object of the target in a file of its own, without this one. */
async function lose(repository: GitRepository, revision: string): Promise<void> {
  const oid = await repository.git("rev-parse", revision);
  await rm(path.join(repository.directory, "objects", oid.slice(0, 2), oid.slice(2)));
}

const check = ({ servers }: Pair, repair = false): ReturnType<typeof deepCheck> =>
  deepCheck({ url: servers.source.url("a") }, { url: servers.target.url("b") }, { repair });

describe("Fault 18: a damaged or incomplete repository", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`that lost the file which a delta is made against gets a plainer pack (${dialect})`, async function () {
      const both = await grown(this, dialect);
      await lose(both.target, "main:big.txt");
      await both.source.commit("big.txt", `${both.text}more`);
      // Equal, but the old text is still missing, which nobody would hear of otherwise.
      expect(await both.run()).to.include({ equal: true, unusablePacks: 2 });
      expect(await both.target.git("show", "main:big.txt")).to.equal(`${both.text}more`);
      expect(await failure(check(both))).to.include({ code: "damaged" });
      expect(await check(both, true)).to.include({ repaired: true });
      await expectEqual(both);
    });

    it(`that lost a commit of its history looks equal, and the deep check tells (${dialect})`, async function () {
      const both = await grown(this, dialect);
      await lose(both.target, "main~1");
      await both.source.commit("b.txt", "unrelated\n");
      expect(await both.run()).to.include({ equal: true });
      expect(await failure(check(both))).to.include({ code: "damaged" });
      expect(await check(both, true)).to.include({ repaired: true });
      await expectEqual(both);
    });

    it(`that lost the commit a branch points to gets everything it needs (${dialect})`, async function () {
      const both = await grown(this, dialect);
      await lose(both.target, "main");
      await both.source.commit("b.txt", "on top\n");
      expect(await both.run()).to.include({ equal: true });
      await expectEqual(both);
    });
  }

  it("is asked for ever plainer packs, at last for everything", async function () {
    const both = await grown(this);
    await both.source.commit("b.txt", "two\n");
    both.servers.source.exchanges.length = 0;
    let pushes = 0;
    both.servers.target.onRequest = (exchange) => {
      const headers = { "Content-Type": "application/x-git-receive-pack-result" };
      const body = Buffer.from("001aunpack unpacker error\n0000");
      return Promise.resolve(isPush(exchange) && ++pushes <= 3 ? { headers, body } : undefined);
    };
    await both.run();
    await expectEqual(both);
    const asked = both.servers.source.exchanges
      .filter(wantsObjects)
      .map(({ body }) => ({ thin: body.includes("thin-pack"), haves: body.includes("have ") }));
    expect(asked).to.deep.equal([
      { thin: true, haves: true },
      { thin: true, haves: true },
      { thin: false, haves: true },
      { thin: false, haves: false },
    ]);
  });

  for (const dialect of ["v2", "codeCommit"] as const) {
    for (const side of ["source", "target"] as const) {
      it(`is refused when it is shallow: the ${side} (${dialect})`, async function () {
        const both = await grown(this, dialect);
        await both.source.commit("b.txt", "two\n");
        const before = await both.target.refs();
        const repository = both[side];
        const graft = path.join(await repository.git("rev-parse", "--absolute-git-dir"), "shallow");
        await writeFile(graft, `${await repository.git("rev-parse", "main")}\n`);
        const error = await failure(both.run());
        expect(error).to.include({ code: "unsupported", transient: false });
        expect(error.message).to.match(new RegExp(`^${side} http.*shallow`));
        expect(await both.target.refs()).to.deep.equal(before);
      });
    }
  }

  for (const dialect of ["v0", "v2"] as const) {
    for (const side of ["source", "target"] as const) {
      it(`is refused when its objects have SHA-256 names: the ${side} (${dialect})`, async function () {
        const both = await grown(this, dialect);
        await both.servers[side]
          .repository("sha256", { bare: false, objectFormat: "sha256" })
          .then((repository) => repository.commit("a.txt", "one\n"));
        const urls = { source: both.servers.source.url("a"), target: both.servers.target.url("b") };
        urls[side] = both.servers[side].url("sha256");
        const error = await failure(replicate({ url: urls.source }, { url: urls.target }));
        expect(error).to.include({ code: "unsupported", transient: false });
        expect(error.message).to.match(new RegExp(`^${side} http.*SHA-1`));
      });
    }
  }
});
