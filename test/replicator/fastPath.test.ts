import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Children } from "../../local/cloud/children";
import { ExecutionEnvironment, FunctionError } from "../../local/cloud/lambda/environment";
import { bundle } from "../support/bundle";
import { cleanUp, cleanUps } from "../support/git";
import { type Line, linesOf, type WorkerWorld, workerWorld } from "../support/workerWorld";

const event = {
  id: "01234567-0123-0123-0123-012345678901",
  "detail-type": "CodeCommit Repository State Change",
  source: "aws.codecommit",
  account: "123456789012",
  time: "2026-01-31T12:00:00Z",
  region: "eu-central-1",
  detail: { event: "referenceUpdated", repositoryName: "payments-api" },
};

interface Deployed extends WorkerWorld {
  /** @returns the error that the function ended with, or undefined */
  readonly invoke: (event: unknown) => Promise<FunctionError | undefined>;
  readonly log: () => Promise<Line[]>;
}

describe("The fast path, as it is deployed", () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "fast-path-test-"));
    await bundle("fastPath", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  async function deploy(
    context: Mocha.Context,
    { timeoutMs = 60_000, ...variables }: { timeoutMs?: number; RETAIN_DAYS?: string } = {},
  ): Promise<Deployed> {
    const world = await workerWorld(context);
    const logFile = path.join(await mkdtemp(path.join(directory, "log-")), "log");
    const lambda = new ExecutionEnvironment({
      functionName: "fast-path",
      functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:fast-path",
      code: directory,
      handler: "fastPath.handler",
      variables: { ...world.environment, ACCOUNT_ID: "123456789012", ...variables },
      timeoutMs,
      logFile,
      children: new Children(),
    });
    cleanUps(context).push(() => lambda.stop());
    return {
      ...world,
      invoke: (order) =>
        lambda.invoke(order).then(
          () => undefined,
          (error: unknown) => error as FunctionError,
        ),
      log: async () => {
        const text = await readFile(logFile, "utf8");
        return linesOf(
          text
            .split("\n")
            .filter((line) => line.startsWith('{"'))
            .join("\n"),
        );
      },
    };
  }

  it("relays a small push, sets the default branch and reports the lag, as the task does", async function () {
    const { source, target, invoke, log } = await deploy(this);
    await source.git("checkout", "--quiet", "-b", "trunk");
    await source.commit("a.txt", "one\n");
    expect(await invoke(event)).to.equal(undefined);
    expect(await target.refs()).to.deep.equal(await source.refs());
    expect(await target.git("symbolic-ref", "HEAD")).to.equal("refs/heads/trunk");
    await target.fsck();
    const lines = await log();
    expect(lines.at(-2)).to.include({ event: "equal", repository: "payments-api", eventId: event.id });
    expect(lines.at(-1)).to.include({ Repository: "payments-api", TargetRegion: "eu-west-1", Failures: 0 });
    expect(lines.at(-1)?.Lag).to.be.greaterThan(0);
  });

  it("looks twice before it deletes the ref that the event spoke of", async function () {
    const { source, target, invoke, log } = await deploy(this);
    await source.commit("a.txt", "one\n");
    await source.git("branch", "topic");
    await invoke(event);
    await source.git("branch", "-D", "topic");
    const detail = { ...event.detail, referenceFullName: "refs/heads/topic" };
    expect(await invoke({ ...event, detail })).to.equal(undefined);
    expect((await log()).map((line) => line.event)).to.include.members(["confirming", "deleted"]);
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("keeps what a push overwrites, where copies are backups", async function () {
    const { source, target, invoke } = await deploy(this, { RETAIN_DAYS: "30" });
    const before = await source.commit("a.txt", "one\n");
    await invoke(event);
    await source.git("commit", "--quiet", "--amend", "-m", "rewritten");
    expect(await invoke(event)).to.equal(undefined);
    const kept = Object.entries(await target.refs()).filter(([ref]) =>
      ref.startsWith("refs/heads/ccp-archive-"),
    );
    expect(kept.map(([, oid]) => oid)).to.deep.equal([before]);
  });

  it("hands a pack of more than a thousand objects over before any of it is sent", async function () {
    const { servers, source, target, invoke, log } = await deploy(this);
    // A commit, a tree and a file each.
    await source.fastImport(334, 10, (_index, size) => randomBytes(size));
    const error = await invoke(event);
    expect(error?.message).to.match(/^the pack has 100[12] objects, more than 1000/);
    expect(await target.refs()).to.deep.equal({});
    expect(servers.target.exchanges.filter(({ method }) => method === "POST")).to.deep.equal([]);
    const lines = await log();
    expect(lines.at(-1)).to.include({ event: "handed-over", code: "over-limit", repository: "payments-api" });
    expect(lines.filter((line) => "_aws" in line)).to.deep.equal([]);
  });

  it("relays any number of refs whose objects the copy has", async function () {
    const { source, target, invoke } = await deploy(this);
    const oid = await source.commit("a.txt", "one\n");
    await invoke(event);
    const names = Array.from({ length: 1_500 }, (_, index) => [`refs/heads/b-${index}`, oid]);
    await source.updateRefs(Object.fromEntries(names) as Record<string, string>);
    expect(await invoke(event)).to.equal(undefined);
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("hands over what it is denied, and leaves it to the task to measure that", async function () {
    const { servers, source, invoke, log } = await deploy(this);
    await source.commit("a.txt", "one\n");
    servers.target.onRequest = () => Promise.resolve({ status: 403, body: Buffer.alloc(0) });
    expect((await invoke(event))?.message).to.include("codecommit:GitPush");
    const lines = await log();
    expect(lines.at(-1)).to.include({ event: "handed-over", code: "access-denied" });
    expect(lines.filter((line) => "_aws" in line)).to.deep.equal([]);
  });

  it("gives up before Lambda ends it", async function () {
    const { servers, source, invoke, log } = await deploy(this, { timeoutMs: 10_500 });
    await source.commit("a.txt", "one\n");
    servers.target.onRequest = () => new Promise(() => undefined);
    expect((await invoke(event))?.message).to.include("stopped before both sides were seen equal");
    expect((await log()).at(-1)).to.include({ event: "handed-over", code: "aborted" });
  });

  it("does nothing about an event of another account, and throws for a malformed one", async function () {
    const { servers, invoke, log } = await deploy(this);
    expect(await invoke({ ...event, account: "210987654321" })).to.equal(undefined);
    expect((await log()).at(-1)).to.include({ event: "dropped", reason: "account 210987654321" });
    expect((await invoke({ ...event, time: "yesterday" }))?.errorType).to.equal("ZodError");
    expect([...servers.source.exchanges, ...servers.target.exchanges]).to.deep.equal([]);
  });
});
