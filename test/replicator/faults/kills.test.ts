import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { ReplicationReport } from "../../../replicator/report";
import { bundleReplicate } from "../../support/bundle";
import { cleanUp } from "../../support/git";
import { dialects, diverged, expectEqual, type Diverged } from "../../support/pair";
import { type RelayProcess, startRelay } from "../../support/relayProcess";
import { isList, isPush, wantsObjects } from "../../support/requests";

let directory: string;
let cli: string;

/** Each value of the target's refs is one that the source had, before or after. */
async function expectNothingInvented({ target, source, before, servers }: Diverged): Promise<void> {
  await servers.target.settled();
  const after = await source.refs();
  for (const [ref, oid] of Object.entries(await target.refs())) {
    expect([before[ref], after[ref]], `${ref} of the target`).to.include(oid);
  }
}

/** Makes the source keep back the end of a pack, so that a push is under way and cannot end. */
async function holdInTheMiddle(both: Diverged): Promise<void> {
  const until = new Promise<never>(() => undefined);
  await both.source.commit("big.bin", randomBytes(9_500_000));
  both.servers.source.onAnswer = (exchange, body) =>
    wantsObjects(exchange) ? { body, hold: { after: body.length - 100_000, until } } : undefined;
}

function release({ servers }: Diverged): void {
  for (const server of [servers.source, servers.target]) {
    server.onRequest = undefined;
    server.onAnswer = undefined;
    server.onData = undefined;
  }
}

/** What kills the process, and whether the target has taken its push by then. */
const phases: Readonly<
  Record<string, [arm: (both: Diverged, relay: RelayProcess) => void, pushed: boolean]>
> = {
  "before its push": [
    ({ servers }, relay) => {
      servers.source.onRequest = async (exchange) => {
        if (wantsObjects(exchange)) await relay.end("SIGKILL");
        return undefined;
      };
    },
    false,
  ],
  "after the body, before the report": [
    ({ servers }, relay) => {
      servers.target.onRequest = async (exchange) => {
        if (isPush(exchange)) await relay.end("SIGKILL");
        return undefined;
      };
    },
    true,
  ],
  "after the report": [
    ({ servers }, relay) => {
      let pushed = false;
      servers.target.onRequest = async (exchange) => {
        if (pushed && isList(exchange)) await relay.end("SIGKILL");
        pushed ||= isPush(exchange);
        return undefined;
      };
    },
    true,
  ],
};

before(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "kills-test-"));
  cli = await bundleReplicate(directory);
});
after(() => rm(directory, { recursive: true, force: true }));

describe("Fault 6: a replication that is killed", () => {
  afterEach(cleanUp);

  for (const dialect of dialects) {
    for (const [phase, [arm, pushed]] of Object.entries(phases)) {
      it(`${phase} is made good by the next one, and nothing is done twice (${dialect})`, async function () {
        const both = await diverged(this, dialect);
        const relay = startRelay(cli, both);
        arm(both, relay);
        expect((await relay.ended).code).to.equal(null);
        await expectNothingInvented(both);
        release(both);
        const { commands } = await both.run();
        expect(commands).to.equal(pushed ? 0 : 3);
        await expectEqual(both);
      });
    }
  }

  it("in the middle of a push's body is made good by the next one", async function () {
    const both = await diverged(this);
    await holdInTheMiddle(both);
    const relay = startRelay(cli, both);
    both.servers.target.onData = (exchange) => {
      if (isPush(exchange)) relay.signal("SIGKILL");
    };
    expect((await relay.ended).code).to.equal(null);
    await both.servers.target.settled();
    expect(await both.target.refs()).to.deep.equal(both.before);
    release(both);
    expect(await both.run()).to.include({ equal: true, commands: 3 });
    await expectEqual(both);
  });
});

describe("Fault 7: a replication that is told to stop", () => {
  afterEach(cleanUp);

  it("in the middle of a push does not end its body, though the source never goes on", async function () {
    const both = await diverged(this);
    await holdInTheMiddle(both);
    const relay = startRelay(cli, both);
    both.servers.target.onData = (exchange) => {
      if (isPush(exchange)) relay.signal("SIGTERM");
    };
    const { code, stdout } = await relay.ended;
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.deep.include({ equal: false, created: [] });
    expect(JSON.parse(stdout)).to.have.deep.nested.property("error.code", "aborted");
    await both.servers.target.settled();
    expect(both.servers.target.exchanges.filter(isPush).at(-1)).to.include({ complete: false });
    expect(await both.target.refs()).to.deep.equal(both.before);
    release(both);
    await both.run();
    await expectEqual(both);
  });

  for (const dialect of dialects) {
    it(`after a push's body waits for the report, and tells what it says (${dialect})`, async function () {
      const both = await diverged(this, dialect);
      const relay = startRelay(cli, both);
      both.servers.target.onRequest = (exchange) => {
        if (isPush(exchange)) relay.signal("SIGTERM");
        return Promise.resolve(undefined);
      };
      const { code, stdout } = await relay.ended;
      const report = JSON.parse(stdout) as ReplicationReport & { readonly error: { readonly code: string } };
      expect({ code, error: report.error.code }).to.deep.equal({ code: 1, error: "aborted" });
      expect([report.created.length, report.updated.length, report.deleted.length]).to.deep.equal([1, 1, 1]);
      await expectEqual(both);
    });
  }
});
