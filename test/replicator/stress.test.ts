import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { storm } from "../../bench/stress/storm";
import { bundleReplicate } from "../support/bundle";
import { cleanUp } from "../support/git";

const seed = Number(process.env.STRESS_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe("A storm of pushes, with events lost and replications killed", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "stress-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it(`leaves the copy equal and sound, and no ref of it ever goes astray (STRESS_SEED=${seed})`, async function () {
    this.timeout(180_000);
    try {
      const { moves, endings } = await storm(this, { seed, writes: 25, cli });
      expect(moves).to.be.greaterThan(0);
      expect(endings.at(-1)).to.include({ kind: "equal" });
    } catch (error) {
      throw new Error(`with STRESS_SEED=${seed}: ${String(error)}`, { cause: error });
    }
  });
});
