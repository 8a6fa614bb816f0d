import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { deepCheck } from "../../replicator/deepCheck";
import { bundle, bundleReplicate } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp } from "../support/git";
import { dialects, expectEqual, pair } from "../support/pair";
import { linesOf, workerWorld } from "../support/workerWorld";

const pointerTo = (digit: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;

const step = "pointers-without-objects";

describe("Pointers of Git LFS on their way to a copy", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "lfs-test-"));
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  for (const dialect of dialects) {
    it(`are copied and reported, each once (${dialect})`, async function () {
      const both = await pair(this, dialect);
      await both.source.commit("a.txt", "one\n");
      expect(await both.run()).to.include({ lfsPointers: 0 });
      await both.source.commit(".gitattributes", "*.mp4 filter=lfs diff=lfs merge=lfs -text\n");
      await both.source.commit("a.mp4", pointerTo("a"));
      const steps: unknown[] = [];
      const onStep = (name: string, details: unknown): void => {
        if (name === step) steps.push(details);
      };
      expect(await both.run({ onStep })).to.include({ equal: true, lfsPointers: 1 });
      expect(steps).to.deep.equal([{ pointers: 1 }]);
      await expectEqual(both);
      expect(await both.run()).to.include({ lfsPointers: 0 });
    });
  }

  it("are reported of a history that goes over in pieces, too", async function () {
    this.timeout(60_000);
    const both = await pair(this);
    await both.source.commit("a.mp4", pointerTo("a"));
    for (let index = 0; index < 8; index++) await both.source.commit(`${index}.bin`, randomBytes(20_000));
    await both.target.git("config", "receive.maxInputSize", "100000");
    expect(await both.run()).to.include({ equal: true, lfsPointers: 1 });
  });

  it("are found by a deep check where a push was too large to be looked into", async function () {
    const both = await pair(this);
    await both.source.commit("large.bin", randomBytes(9_000_000));
    await both.source.commit("a.mp4", pointerTo("a"));
    await both.source.commit("b.mp4", `${pointerTo("b")}`);
    expect(await both.run()).to.include({ equal: true, lfsPointers: 0 });
    const [source, target] = [both.servers.source.url("a"), both.servers.target.url("b")];
    const { lfsPointers, objects } = await deepCheck({ url: source }, { url: target });
    expect(objects).to.equal((await both.source.reachable()).length);
    // The second may be a delta against the first.
    expect(lfsPointers).to.be.within(1, 2);
  });

  it("are told of on the command line, and change no exit code", async function () {
    const both = await pair(this);
    await both.source.commit("a.mp4", pointerTo("a"));
    const cli = await bundleReplicate(directory);
    const sides = [both.servers.source.url("a"), both.servers.target.url("b")];
    for (const mode of [[], ["--deep"]]) {
      const { code, stderr } = await runNode([cli, ...sides, ...mode]);
      expect(code).to.equal(0);
      expect(stderr).to.match(
        /^note: pointers without objects: 1 file of TARGET is a pointer of Git LFS[^\n]*\n$/,
      );
    }
    expect(JSON.parse((await runNode([cli, ...sides, "--deep", "--json"])).stdout)).to.include({
      lfsPointers: 1,
    });
  });

  it("are a warning in the log of a task", async function () {
    const world = await workerWorld(this);
    await world.source.commit("a.mp4", pointerTo("a"));
    const worker = await bundle("worker", directory);
    for (const TASK of ["sweep", "deep-check"]) {
      const { code, stdout } = await runNode([worker], {
        ...{ ...world.environment, TASK, REPOSITORIES: "payments-api" },
      });
      expect(code, stdout).to.equal(0);
      const lines = linesOf(stdout);
      expect(lines.find(({ event }) => event === step)).to.include({
        ...{ level: "warn", repository: "payments-api", pointers: 1 },
      });
    }
  });
});
