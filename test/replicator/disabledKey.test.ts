import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { startAwsServer } from "../support/awsServer";
import { bundle } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp } from "../support/git";
import { linesOf, workerWorld } from "../support/workerWorld";

describe("The worker, when the key of a repository is disabled", () => {
  let directory: string;
  let worker: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "key-test-"));
    worker = await bundle("worker", directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it("ends with 2 at once, because somebody has to act", async function () {
    const { servers, source, environment } = await workerWorld(this);
    await source.commit("a.txt", "one\n");
    const api = await startAwsServer(this, () => ({
      status: 400,
      body: { __type: "EncryptionKeyDisabledException", message: "The key is disabled" },
    }));
    const CODECOMMIT_ENDPOINTS = JSON.stringify({
      "eu-central-1": { git: servers.source.origin, api: api.url },
      "eu-west-1": { git: servers.target.origin, api: api.url },
    });
    const task = { REPOSITORY: "payments-api", EVENT_TIME: "2026-01-31T12:00:00Z", CODECOMMIT_ENDPOINTS };
    const { code, stdout } = await runNode([worker], { ...environment, ...task });
    expect(code, stdout).to.equal(2);
    const failed = linesOf(stdout).find(({ event }) => event === "failed");
    expect(failed).to.include({ code: "access-denied", transient: false });
    expect(failed?.message).to.include("bring back the repository's KMS key");
  });
});
