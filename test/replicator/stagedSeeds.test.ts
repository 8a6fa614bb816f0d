import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import { scratchRef } from "../../replicator/ownRefs";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import type { Answer } from "../support/answer";
import type { Exchange } from "../support/gitServer";
import { expectEqual, pair, type Pair } from "../support/pair";

const isPush = ({ method, service }: Exchange): boolean =>
  method === "POST" && service === "git-receive-pack";

const mark = "0123abcd";
/** Of a replication that was broken off. */
const left = scratchRef("1".repeat(16), mark);

const tooLarge: Answer = { status: 413, body: Buffer.from("no") };
const busy: Answer = { status: 429, body: Buffer.from("Rate Exceeded") };

/** Commits of 20 KB each, and a target that takes 100 KB at once. */
async function large(context: Mocha.Context, commits = 16): Promise<Pair> {
  const both = await pair(context, "codeCommit");
  await both.source.fastImport(commits, 20_000, (_index, size) => randomBytes(size));
  await both.source.git("reset", "--quiet", "--hard", "main");
  both.servers.target.onRequest = ({ body }) => Promise.resolve(body.length > 100_000 ? tooLarge : undefined);
  return both;
}

/** A target that takes as many commands as a push should have, and no more. */
const fewCommands = ({ body }: Exchange): Promise<Answer | undefined> => {
  const commands = body.toString("latin1").match(/[0-9a-f]{40} [0-9a-f]{40} refs/g) ?? [];
  return Promise.resolve(
    commands.length > 2_000 ? { status: 400, body: Buffer.from("too many commands") } : undefined,
  );
};

describe("A first copy in stages", function () {
  this.timeout(60_000);
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

  it("takes away more of its tags than one push may carry", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.run();
    both.servers.target.onRequest = fewCommands;
    const many = Array.from({ length: 2_001 }, (_, index) =>
      scratchRef(index.toString(16).padStart(16, "0"), mark),
    );
    await both.target.updateRefs(Object.fromEntries(many.map((ref) => [ref, oid])));
    expect(await both.run()).to.include({ equal: true });
    expect(await both.target.refs()).to.have.keys("refs/heads/main");
  });

  it("is not over while the target keeps its tags", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.target.updateRefs({ [left]: oid });
    await writeFile(`${both.target.directory}/hooks/update`, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const error = await failure(both.run({ maximumPasses: 2 }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.include(`${left}: hook declined`);
  });

  it("is over when another replication has taken its tags away", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.target.updateRefs({ [left]: oid });
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange)) await both.target.updateRefs({ [left]: undefined });
      return undefined;
    };
    expect(await both.run()).to.include({ equal: true });
  });

  it("brings more tips than one push may carry", async function () {
    const both = await pair(this);
    both.servers.target.onRequest = fewCommands;
    const first = await both.source.commit("a.txt", "one\n");
    // What an earlier run brought says that this one needs stages, too.
    await both.source.git("push", "--quiet", both.target.directory, `${first}:${left}`);
    await both.source.tips(2_001, first);
    expect(await both.run()).to.include({ equal: true });
    expect(await both.target.refs()).to.deep.equal(await both.source.refs());
  });

  it("gets along with another one that brings the same at the same time", async function () {
    const both = await pair(this);
    const first = await both.source.commit("a.txt", "one\n");
    const next = await both.source.commit("b.txt", "two\n");
    const bring = (oid: string): Promise<string> =>
      both.source.git("push", "-q", both.target.directory, `${oid}:${scratchRef(oid, mark)}`);
    await bring(first);
    let pushes = 0;
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange) && ++pushes === 1) await bring(next);
      return undefined;
    };
    expect(await both.run()).to.include({ equal: true });
    await expectEqual(both);
  });

  it("says why the target refuses a part of the history", async function () {
    const both = await pair(this);
    const first = await both.source.commit("a.txt", "one\n");
    await both.source.git("push", "-q", both.target.directory, `${first}:${left}`);
    await both.source.commit("b.txt", "two\n");
    await writeFile(`${both.target.directory}/hooks/update`, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.match(/refs\/tags\/ccp-seed-[0-9a-f]{16}-[0-9a-f]{8}: hook declined/);
  });
});
