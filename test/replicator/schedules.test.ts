import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundle } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp, type GitRepository } from "../support/git";
import { type Line, linesOf, type WorkerWorld, workerWorld } from "../support/workerWorld";

/** The metrics of a name, by repository. */
function counted(lines: readonly Line[], metric: string): Record<string, unknown> {
  const counts = lines.filter((line) => metric in line && line._aws !== undefined);
  return Object.fromEntries(counts.map((line) => [String(line.Repository), line[metric]]));
}

const eventsOf = (lines: readonly Line[], repository: string): (string | undefined)[] =>
  lines.filter((line) => line.repository === repository).map(({ event }) => event);

async function lose(repository: GitRepository, revision: string): Promise<void> {
  const oid = await repository.git("rev-parse", revision);
  await rm(path.join(repository.directory, "objects", oid.slice(0, 2), oid.slice(2)), { force: true });
}

describe("The worker, run by a schedule", () => {
  let directory: string;
  let worker: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "schedules-test-"));
    worker = await bundle("worker", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  async function run(
    { environment }: WorkerWorld,
    variables: Record<string, string>,
  ): Promise<{ code: number | null; lines: Line[] }> {
    const { code, stdout } = await runNode([worker], { ...environment, ...variables });
    return { code, lines: linesOf(stdout) };
  }

  describe("as a sweep", () => {
    const task = { TASK: "sweep" };

    it("mends the copies that differ and says of each that it is in step", async function () {
      const world = await workerWorld(this);
      await world.source.commit("a.txt", "one\n");
      const others = [];
      for (const name of ["web", "docs", "tools", "infra"]) {
        const other = await world.add(name);
        await other.source.commit("a.txt", `${name}\n`);
        others.push({ name, ...other });
      }
      const REPOSITORIES = ["payments-api", ...others.map(({ name }) => name)].join(",");
      expect(await run(world, { ...task, REPOSITORIES })).to.include({ code: 0 });
      for (const { source, target } of others) {
        expect(await target.refs()).to.deep.equal(await source.refs());
      }

      await others[2].source.commit("b.txt", "two\n");
      const { code, lines } = await run(world, { ...task, REPOSITORIES });
      expect(code).to.equal(0);
      expect(await others[2].target.refs()).to.deep.equal(await others[2].source.refs());
      const inStep = { "payments-api": 0, web: 0, docs: 0, tools: 0, infra: 0 };
      expect(counted(lines, "OutOfStep")).to.deep.equal(inStep);
      // What costs by the hour is measured only where there was something to do, and no push asked for it.
      expect(counted(lines, "Commands")).to.deep.equal({ tools: 1 });
      expect(counted(lines, "Lag")).to.deep.equal({});
      expect(eventsOf(lines, "web")).to.deep.equal(["compared", "equal"]);
      expect(lines[0]).to.include({ task: "sweep" });
    });

    it("does the others when one fails, says which, and ends with the worst of the codes", async function () {
      const world = await workerWorld(this);
      const web = await world.add("web");
      await web.source.commit("a.txt", "one\n");
      const { code, lines } = await run(world, { ...task, REPOSITORIES: "nobody-has-this,web" });
      expect(code).to.equal(2);
      expect(await web.target.refs()).to.deep.equal(await web.source.refs());
      expect(counted(lines, "OutOfStep")).to.deep.equal({ "nobody-has-this": 1, web: 0 });
      expect(counted(lines, "Failures")).to.deep.equal({ "nobody-has-this": 1, web: 0 });
      expect(lines.find(({ event }) => event === "failed")).to.include({
        repository: "nobody-has-this",
        code: "not-found",
      });
    });

    it("keeps what it overwrites, and keeps no tip of a plain push", async function () {
      const world = await workerWorld(this);
      const retained = { ...task, REPOSITORIES: "payments-api", RETAIN_DAYS: "30" };
      const base = await world.source.commit("a.txt", "one\n");
      await run(world, retained);
      const lost = await world.source.commit("a.txt", "two\n");
      const plain = await run(world, retained);
      expect(eventsOf(plain.lines, "payments-api")).to.include.members(["archived", "contained"]);
      expect(await world.target.refs()).to.deep.equal(await world.source.refs());

      await world.source.git("reset", "--quiet", "--hard", base);
      await run(world, retained);
      const { "refs/heads/main": main, ...archive } = await world.target.refs();
      expect(main).to.equal(base);
      expect(Object.values(archive)).to.deep.equal([lost]);
      expect(Object.keys(archive)[0]).to.match(
        new RegExp(`^refs/heads/ccp-archive-\\d{4}-\\d\\d-\\d\\d-main-${lost.slice(0, 7)}$`),
      );
      expect(await run(world, retained)).to.include({ code: 0 });
      expect(Object.values(await world.target.refs())).to.include(lost);
    });

    it("lets go of what an earlier version archived, when its time is over", async function () {
      const world = await workerWorld(this);
      const retained = { ...task, REPOSITORIES: "payments-api", RETAIN_DAYS: "30" };
      const base = await world.source.commit("a.txt", "one\n");
      const lost = await world.source.commit("a.txt", "two\n");
      await run(world, retained);
      await world.source.git("reset", "--quiet", "--hard", base);
      const today = new Date().toISOString().slice(0, 10);
      const id = lost.slice(0, 7);
      await world.target.updateRefs({
        [`refs/heads/archive/2020-01-31/main-${id}`]: lost,
        [`refs/heads/archive/${today}/main-${id}`]: lost,
      });
      const { lines } = await run(world, retained);
      expect(lines.find(({ event }) => event === "expired")).to.include({
        ref: `refs/heads/ccp-archive-2020-01-31-main-${id}`,
        oid: lost,
      });
      expect(await world.target.refs()).to.deep.equal({
        "refs/heads/main": base,
        [`refs/heads/ccp-archive-${today}-main-${id}`]: lost,
      });
    });

    it("begins no other repository after SIGTERM, and ends with 1", async function () {
      const world = await workerWorld(this);
      const names = Array.from({ length: 12 }, (_, index) => `repository-${index}`);
      for (const name of names) await (await world.add(name)).source.commit("a.txt", "one\n");
      let stop = (): void => undefined;
      world.servers.target.onRequest = async ({ method }) => {
        if (method === "POST") {
          stop();
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        return undefined;
      };
      const { code, stdout } = await runNode(
        [worker],
        { ...world.environment, ...task, REPOSITORIES: names.join(",") },
        (child) => {
          stop = () => {
            stop = () => undefined;
            child.kill("SIGTERM");
          };
        },
      );
      expect(code, stdout).to.equal(1);
      const lines = linesOf(stdout);
      const failed = lines.filter(({ event }) => event === "failed");
      expect(failed.map(({ code }) => code)).to.deep.equal(names.map(() => "aborted"));
      expect(counted(lines, "OutOfStep")).to.deep.equal({});
      expect(eventsOf(lines, "repository-11")).to.deep.equal(["failed"]);
    });
  });

  describe("as a deep check", () => {
    const task = { TASK: "deep-check", REPOSITORIES: "payments-api" };

    async function replicated(context: Mocha.Context): Promise<WorkerWorld> {
      const world = await workerWorld(context);
      await world.source.commit("a.txt", "one\n");
      await world.source.commit("b.txt", "two\n");
      expect(await run(world, { TASK: "sweep", REPOSITORIES: "payments-api" })).to.include({ code: 0 });
      return world;
    }

    it("brings the copy up to its source and proves it complete", async function () {
      const world = await replicated(this);
      await world.source.commit("c.txt", "three\n");
      const { code, lines } = await run(world, task);
      expect(code).to.equal(0);
      expect(counted(lines, "DeepCheckFailures")).to.deep.equal({ "payments-api": 0 });
      expect(lines.find(({ event }) => event === "complete")).to.include({ refs: 1, repaired: false });
    });

    it("repairs a copy that lost an object, and reports it all the same", async function () {
      const world = await replicated(this);
      await lose(world.target, "main~1:a.txt");
      const { code, lines } = await run(world, task);
      expect(code).to.equal(0);
      expect(counted(lines, "DeepCheckFailures")).to.deep.equal({ "payments-api": 1 });
      expect(eventsOf(lines, "payments-api").slice(-3)).to.deep.equal(["damaged", "repaired", "complete"]);
      await world.target.fsck();
    });

    it("ends with 2 when a damaged copy refuses its repair", async function () {
      const world = await replicated(this);
      await lose(world.target, "main~1:a.txt");
      await world.target.git("config", "receive.maxInputSize", "10");
      const { code, lines } = await run(world, task);
      expect(code).to.equal(2);
      expect(counted(lines, "DeepCheckFailures")).to.deep.equal({ "payments-api": 1 });
      expect(lines.at(-1)).to.include({ event: "failed", code: "damaged", repository: "payments-api" });
    });
  });

  it("says which tasks there are", async function () {
    const { code, lines } = await run(await workerWorld(this), { TASK: "tidy" });
    expect(code).to.equal(2);
    expect(lines[0]).to.include({
      code: "environment",
      message: "TASK is tidy: set it to replicate, sweep or deep-check",
    });
  });

  it("says that it needs the repositories", async function () {
    const { code, lines } = await run(await workerWorld(this), { TASK: "sweep" });
    expect(code).to.equal(2);
    expect(lines[0].message).to.equal(
      "the environment variable REPOSITORIES is missing: set it to the names of the repositories, comma separated",
    );
  });
});
