import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { startAwsServer } from "../../support/awsServer";
import { bundleReplicate } from "../../support/bundle";
import { type Ended, runNode } from "../../support/childProcess";
import { cleanUp, type GitRepository } from "../../support/git";
import { GitServer } from "../../support/gitServer";
import { workerWorld } from "../../support/workerWorld";

/** Takes no push and tells nobody what it would take, as CodeCommit does to who has codecommit:GitPull only. */
function pullOnly(server: GitServer): void {
  const denied = { status: 403, headers: { "Content-Type": "text/plain" }, body: Buffer.from("denied") };
  server.onRequest = ({ service }) => Promise.resolve(service === "git-receive-pack" ? denied : undefined);
}

describe("Comparing two sides, as somebody who may only pull", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "compare-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  for (const mode of ["--dry-run", "--check"]) {
    for (const v2 of [false, true]) {
      it(`${mode} tells what is to be done (version ${v2 ? 2 : 0} of the protocol)`, async function () {
        const server = await GitServer.start(this, { v2 });
        const source = await server.repository("a", { bare: false });
        await server.repository("b", { bare: true });
        pullOnly(server);
        const oid = await source.commit("a.txt", "one\n");
        const { stdout, stderr } = await runNode([cli, server.url("a"), server.url("b"), mode]);
        expect({ stdout, stderr }).to.deep.equal({
          stdout: `create refs/heads/main at ${oid}\n1 difference\n`,
          stderr: "",
        });
      });
    }
  }

  it("names the right that is missing", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    await server.repository("b", { bare: true });
    await source.commit("a.txt", "one\n");
    server.onRequest = ({ service }) =>
      Promise.resolve(service === "git-receive-pack" ? { status: 403, body: Buffer.from("") } : undefined);
    const pushing = await runNode([cli, server.url("a"), server.url("b")]);
    expect(pushing.stderr).to.include("the right to push (codecommit:GitPush)");
    server.onRequest = () => Promise.resolve({ status: 403, body: Buffer.from("") });
    for (const mode of ["--check", "--deep"]) {
      const { code, stderr } = await runNode([cli, server.url("a"), server.url("b"), mode]);
      expect(code).to.equal(2);
      expect(stderr).to.match(/^error: target .*the right to pull \(codecommit:GitPull\)/);
    }
  });

  describe("in CodeCommit", () => {
    const sides = ["codecommit::eu-central-1://payments-api", "codecommit::eu-west-1://payments-api"];

    async function world(
      context: Mocha.Context,
    ): Promise<{ source: GitRepository; run: (...more: string[]) => Promise<Ended> }> {
      const { source, servers, environment } = await workerWorld(context);
      pullOnly(servers.target);
      // Whose only right is codecommit:GitPull.
      const api = await startAwsServer(context, () => ({
        status: 400,
        body: {
          __type: "AccessDeniedException",
          message: "not authorized to perform: codecommit:GetRepository",
        },
      }));
      const CODECOMMIT_ENDPOINTS = JSON.stringify({
        "eu-central-1": { git: servers.source.origin, api: api.url },
        "eu-west-1": { git: servers.target.origin, api: api.url },
      });
      const run = (...more: string[]): Promise<Ended> =>
        runNode([cli, ...sides, ...more], { ...environment, CODECOMMIT_ENDPOINTS });
      return { source, run };
    }

    it("takes codecommit:GitPull and nothing else, and says what it could not see", async function () {
      const { source, run } = await world(this);
      const oid = await source.commit("a.txt", "one\n");
      const { code, stdout, stderr } = await run("--check");
      expect({ code, stdout }).to.deep.equal({
        code: 1,
        stdout: `create refs/heads/main at ${oid}\n1 difference\n`,
      });
      expect(stderr).to.match(/^note: the default branches were not compared: .*AccessDenied[^\n]*\n$/);
    });
  });
});
