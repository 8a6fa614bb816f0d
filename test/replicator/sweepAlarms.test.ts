import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundle } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp } from "../support/git";
import { linesOf, workerWorld } from "../support/workerWorld";

describe("A sweep that cannot tidy an archive", () => {
  let directory: string;
  let worker: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "sweep-test-"));
    worker = await bundle("worker", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it("counts as failed, though the copy is in step", async function () {
    const { source, target, environment } = await workerWorld(this);
    const oid = await source.commit("a.txt", "one\n");
    await source.git("push", "--quiet", target.directory, "main");
    await target.updateRefs({ [`refs/heads/ccp-archive-2020-01-31-main-${oid.slice(0, 7)}`]: oid });
    await target.git("config", "receive.denyDeletes", "true");
    const task = { TASK: "sweep", REPOSITORIES: "payments-api", RETAIN_DAYS: "30" };
    const { code, stdout } = await runNode([worker], { ...environment, ...task });
    expect(code, stdout).to.equal(1);
    const measured = linesOf(stdout).filter((line) => line._aws !== undefined);
    expect(measured.flatMap(({ Failures }) => (Failures === undefined ? [] : [Failures]))).to.deep.equal([1]);
    expect(measured.flatMap(({ OutOfStep }) => (OutOfStep === undefined ? [] : [OutOfStep]))).to.deep.equal([
      0,
    ]);
  });
});
