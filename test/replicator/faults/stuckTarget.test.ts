import { randomBytes } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { failure } from "../../support/failure";
import { cleanUp } from "../../support/git";
import { dialects, diverged, expectEqual, type Diverged } from "../../support/pair";

/** The user that owns nothing. */
const nobody = 65_534;

async function hook({ target }: Diverged, name: string, script: string): Promise<void> {
  const file = path.join(target.directory, "hooks", name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

describe("Fault 19: a target that is stuck for reasons of its own", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`with a lock that was left behind keeps what it cannot delete, and takes the rest (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      await both.target.git("pack-refs", "--all");
      await both.target.git("config", "core.packedRefsTimeout", "0");
      const before = await both.target.refs();
      await writeFile(path.join(both.target.directory, "packed-refs.lock"), "");
      const error = await failure(both.run({ maximumPasses: 3 }));
      expect(error).to.include({ code: "rejected", transient: false });
      expect(error.message).to.match(/keeps refusing 1 ref\(s\): refs\/heads\/topic-0: /);
      expect(error.message).to.match(/The target says: .*packed-refs\.lock/s);
      expect(error.report).to.include({ equal: false, passes: 3, casMisses: 0 });
      expect(await both.target.refs()).to.deep.equal({
        ...(await both.source.refs()),
        "refs/heads/topic-0": before["refs/heads/topic-0"],
      });
    });

    it(`whose hook declines one ref takes the others, and says why it does not (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      await hook(
        both,
        "update",
        'case "$1" in refs/heads/new) echo "no new branches today" >&2; exit 1;; esac',
      );
      const error = await failure(both.run({ maximumPasses: 3 }));
      expect(error).to.include({ code: "rejected", transient: false });
      expect(error.message).to.include("refs/heads/new: hook declined").and.include("no new branches today");
      const { "refs/heads/new": declined, ...others } = await both.source.refs();
      expect(declined).to.match(/^[0-9a-f]{40}$/);
      expect(await both.target.refs()).to.deep.equal(others);
    });

    it(`whose disk cannot be written is a lasting error, and is unharmed (${dialect})`, async function () {
      if (process.getuid?.() !== 0) this.skip();
      const both = await diverged(this, dialect);
      await chmod(both.servers.target.directory, 0o755);
      both.servers.target.limits = { user: nobody };
      const error = await failure(both.run({ maximumPasses: 5 }));
      expect(error).to.include({ code: "rejected", transient: false });
      expect(error.message).to.match(/keeps refusing 3 ref\(s\)/);
      expect(await both.target.refs()).to.deep.equal(both.before);
      both.servers.target.limits = {};
      await both.run();
      await expectEqual(both);
    });

    it(`whose disk is full is a lasting error, and is unharmed (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      await both.source.commit("big.bin", randomBytes(50_000));
      both.servers.target.limits = { fileBlocks: 40 };
      const error = await failure(both.run({ maximumPasses: 5 }));
      expect(error).to.include({ code: "rejected", transient: false });
      expect(error.message).to.match(/keeps refusing 3 ref\(s\): .*: unpack /);
      expect(await both.target.refs()).to.deep.equal(both.before);
      both.servers.target.limits = {};
      await both.run();
      await expectEqual(both);
    });
  }

  it("that forbids deleting keeps the ref, and takes the rest", async function () {
    const both = await diverged(this, "codeCommit");
    await both.target.git("config", "receive.denyDeletes", "true");
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected", transient: false });
    expect(error.message).to.include("refs/heads/topic-0: deletion prohibited");
    expect(await both.target.refs()).to.deep.equal({
      ...(await both.source.refs()),
      "refs/heads/topic-0": both.before["refs/heads/topic-0"],
    });
  });
});
