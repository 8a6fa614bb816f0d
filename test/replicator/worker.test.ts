import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { startAwsServer, taskCredentials } from "../support/awsServer";
import { bundle } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp, cleanUps } from "../support/git";
import { linesOf, type WorkerWorld, workerWorld } from "../support/workerWorld";

/** The endpoint of a task's credentials; undefined is an error of it. */
async function startCredentials(context: Mocha.Context, answer: () => object | undefined): Promise<string> {
  const endpoint = createServer((_request, response) => {
    const credentials = answer();
    response.writeHead(credentials ? 200 : 500, { "Content-Type": "application/json" });
    response.end(JSON.stringify(credentials ?? {}));
  });
  await once(endpoint.listen(0, "127.0.0.1"), "listening");
  cleanUps(context).push(async () => {
    endpoint.closeAllConnections();
    await once(endpoint.close(), "close");
  });
  return `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/credentials`;
}

describe("The worker, as it is deployed", () => {
  let directory: string;
  let worker: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "worker-test-"));
    worker = await bundle("worker", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  async function world(context: Mocha.Context): Promise<WorkerWorld> {
    const made = await workerWorld(context);
    const pushed = { REPOSITORY: "payments-api", EVENT_TIME: "2026-01-31T12:00:00Z" };
    return { ...made, environment: { ...made.environment, ...pushed } };
  }

  it("replicates with the task role's credentials, sets the default branch and reports the lag", async function () {
    const { servers, source, target, environment } = await world(this);
    await source.git("checkout", "--quiet", "-b", "trunk");
    await source.commit("a.txt", "one\n");
    const { code, stdout } = await runNode([worker], environment);
    expect(code, stdout).to.equal(0);
    expect(await target.refs()).to.deep.equal(await source.refs());
    expect(await target.git("symbolic-ref", "HEAD")).to.equal("refs/heads/trunk");

    const lines = linesOf(stdout);
    for (const line of lines.slice(0, -1)) {
      expect(line).to.include.keys("time", "level", "event", "repository", "sourceRegion", "targetRegion");
    }
    expect(lines.at(-2)).to.deep.include({ event: "equal", level: "info", created: 1, deleted: 0 });
    expect(lines.at(-1)).to.include({
      Repository: "payments-api",
      TargetRegion: "eu-west-1",
      Failures: 0,
      Passes: 2,
    });
    expect(lines.at(-1)?.Lag).to.be.greaterThan(0);

    for (const { headers } of [...servers.source.exchanges, ...servers.target.exchanges]) {
      const [user, password] = Buffer.from(headers.authorization?.slice(6) ?? "", "base64")
        .toString()
        .split(":");
      expect(user).to.equal(`${taskCredentials.AccessKeyId}%${taskCredentials.Token}`);
      expect(password).to.match(/^\d{8}T\d{6}Z[0-9a-f]{64}$/);
      expect(stdout).not.to.include(password);
    }
    expect(stdout).not.to.include(taskCredentials.Token).and.not.to.include(taskCredentials.SecretAccessKey);
  });

  it("looks twice before it deletes the ref that the event spoke of", async function () {
    const { source, target, environment } = await world(this);
    await source.commit("a.txt", "one\n");
    await source.git("branch", "topic");
    await runNode([worker], environment);
    await source.git("branch", "-D", "topic");
    const { code, stdout } = await runNode([worker], { ...environment, EXPECTED_REF: "refs/heads/topic" });
    expect(code, stdout).to.equal(0);
    expect(linesOf(stdout).map(({ event }) => event)).to.include.members(["confirming", "deleted"]);
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("ends with 2 and one line when a variable is missing", async () => {
    const { code, stdout } = await runNode([worker]);
    expect(code).to.equal(2);
    expect(linesOf(stdout)).to.have.lengthOf(1);
    expect(linesOf(stdout)[0]).to.include({ event: "failed", code: "environment", transient: false });
  });

  it("ends with 2, a failure metric and the way out when access is denied", async function () {
    const { servers, environment } = await world(this);
    servers.target.onRequest = () => Promise.resolve({ status: 403, body: Buffer.alloc(0) });
    const { code, stdout } = await runNode([worker], environment);
    expect(code).to.equal(2);
    const lines = linesOf(stdout);
    expect(lines.at(-2)).to.include({ Failures: 1 });
    expect(lines.at(-1)).to.include({ event: "failed", code: "access-denied" });
    expect(lines.at(-1)?.message).to.include("codecommit:GitPush");
  });

  it("ends with 1 on SIGTERM although the API never answers", async function () {
    const { environment } = await world(this);
    let stop = (): void => undefined;
    const silent = await startAwsServer(this, () => {
      stop();
      return new Promise(() => undefined);
    });
    const endpoints = JSON.parse(environment.CODECOMMIT_ENDPOINTS) as Record<string, Record<string, string>>;
    endpoints["eu-west-1"].api = silent.url;
    const { code, stdout } = await runNode(
      [worker],
      { ...environment, CODECOMMIT_ENDPOINTS: JSON.stringify(endpoints) },
      (child) => {
        stop = () => child.kill("SIGTERM");
      },
    );
    expect(code, stdout).to.equal(1);
    expect(linesOf(stdout).at(-1)).to.include({ code: "aborted", transient: true });
  });

  it("tries again when the endpoint of the task's credentials fails", async function () {
    const { source, target, environment } = await world(this);
    await source.commit("a.txt", "one\n");
    let healthy = false;
    const url = await startCredentials(this, () => (healthy ? taskCredentials : undefined));
    const { code, stdout } = await runNode(
      [worker],
      { ...environment, AWS_CONTAINER_CREDENTIALS_FULL_URI: url },
      (child) => child.stdout?.on("data", (text: string) => (healthy ||= text.includes('"retry"'))),
    );
    expect(code, stdout).to.equal(0);
    expect(linesOf(stdout).find(({ event }) => event === "retry")).to.include({ code: "unavailable" });
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("asks the endpoint again when a session's keys are not taken, although they should last", async function () {
    const { servers, source, target, environment } = await world(this);
    await source.commit("a.txt", "one\n");
    let asked = 0;
    const url = await startCredentials(this, () => ({ ...taskCredentials, AccessKeyId: `ASIA${++asked}` }));
    for (const server of [servers.source, servers.target]) {
      server.onRequest = ({ headers }) => {
        const sent = Buffer.from(headers.authorization?.slice(6) ?? "", "base64").toString();
        return Promise.resolve(
          sent.startsWith("ASIA1%") ? { status: 403, body: Buffer.alloc(0) } : undefined,
        );
      };
    }
    const { code, stdout } = await runNode([worker], {
      ...environment,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    });
    expect(code, stdout).to.equal(0);
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("waits for the report of a complete push after SIGTERM, then ends with 1", async function () {
    const { servers, source, target, environment } = await world(this);
    await source.commit("a.txt", "one\n");
    let stop = (): void => undefined;
    servers.target.onRequest = async ({ method }) => {
      if (method === "POST") {
        stop();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return undefined;
    };
    const { code, stdout } = await runNode([worker], environment, (child) => {
      stop = () => child.kill("SIGTERM");
    });
    expect(code, stdout).to.equal(1);
    expect(await target.refs()).to.deep.equal(await source.refs());
    expect(linesOf(stdout).map(({ event }) => event)).to.include.members(["stopping", "pushed", "failed"]);
    expect(linesOf(stdout).at(-1)).to.include({ code: "aborted", transient: true });
  });
});
