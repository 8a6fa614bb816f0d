import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundleReplicate } from "../../support/bundle";
import { cleanUp } from "../../support/git";
import { expectEqual, pair } from "../../support/pair";
import { startRelay } from "../../support/relayProcess";
import { isPush } from "../../support/requests";

/** Of a history of 12 × 20,000 bytes. */
const limit = 100_000;

describe("Fault 20: a first copy that is larger than a push may be", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "stages-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  for (const dialect of ["v0", "codeCommit"] as const) {
    it(`goes on from each stage at which it is killed, and leaves no scratch refs (${dialect})`, async function () {
      this.timeout(120_000);
      const both = await pair(this, dialect);
      await both.source.fastImport(12, 20_000, (_index, size) => randomBytes(size));
      await both.source.git("reset", "--quiet", "--hard", "main");
      await both.target.git("config", "receive.maxInputSize", String(limit));
      const scratch: number[] = [];
      for (let kills = 0; kills < 20; kills++) {
        const relay = startRelay(cli, both);
        // As soon as the target has taken one push, and before the process hears of it.
        both.servers.target.onAnswer = (exchange, body) => {
          if (!isPush(exchange) || !body.includes("unpack ok")) return undefined;
          relay.signal("SIGKILL");
          return { body, hold: { after: 0, until: relay.ended } };
        };
        const { code } = await relay.ended;
        if (code === 0) break;
        expect(code).to.equal(null);
        const refs = Object.keys(await both.target.refs());
        scratch.push(refs.filter((ref) => ref.startsWith("refs/tags/ccp-seed-")).length);
      }
      // One more with each life, until all is there and they are taken away.
      const stages = Math.max(...scratch);
      expect(stages).to.be.greaterThan(2);
      const rising = Array.from({ length: stages }, (_, index) => index + 1);
      expect(scratch).to.deep.equal([...rising, stages, 0]);
      await expectEqual(both);
    });
  }
});
