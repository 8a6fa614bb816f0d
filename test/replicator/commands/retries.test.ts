import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundleReplicate } from "../../support/bundle";
import { runNode } from "../../support/childProcess";
import { cleanUp } from "../../support/git";
import { GitServer } from "../../support/gitServer";

describe("The command line, while a server is busy", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "retries-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it("says why it takes longer, and keeps the report clean", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    await source.commit("a.txt", "one\n");
    let pushes = 0;
    server.onRequest = ({ method, service }) => {
      const first = method === "POST" && service === "git-receive-pack" && ++pushes === 1;
      return Promise.resolve(first ? { status: 503, body: Buffer.alloc(0) } : undefined);
    };
    const { code, stdout, stderr } = await runNode([cli, server.url("a"), server.url("b"), "--json"]);
    expect(stderr).to.equal(`trying again: target ${server.url("b")} answers 503\n`);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ equal: true, retries: { unavailable: 1 } });
    expect(await target.refs()).to.deep.equal(await source.refs());
  });
});
