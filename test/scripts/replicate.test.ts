import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { ReplicationReport } from "../../replicator/report";
import { bundleReplicate } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp } from "../support/git";
import { GitServer } from "../support/gitServer";

describe("The command line", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "cli-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  it("replicates with the credentials in the URLs, and prints the report as JSON", async function () {
    const credentials = (): { username: string; password: string } => ({
      username: "ada",
      password: "p@ss/word",
    });
    const server = await GitServer.start(this, { credentials });
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    const oid = await source.commit("a.txt", "one\n");
    const url = (name: string): string => server.url(name).replace("//", "//ada:p%40ss%2Fword@");
    const { code, stdout, stderr } = await runNode([cli, url("a"), url("b"), "--json"]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    const report = JSON.parse(stdout) as ReplicationReport;
    expect(report).to.deep.include({ equal: true, created: [{ ref: "refs/heads/main", oid }], commands: 1 });
    expect(await target.refs()).to.deep.equal(await source.refs());

    const again = await runNode([cli, url("a"), url("b")]);
    expect(again.stdout).to.match(/^equal after 1 look: 0 created, 0 updated, 0 deleted; \d+ bytes in/);
  });

  it("says what it would do and does nothing, with --dry-run and --check", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    const oid = await source.commit("a.txt", "one\n");
    const run = (...options: string[]) => runNode([cli, server.url("a"), server.url("b"), ...options]);
    const told = `create refs/heads/main at ${oid}\n1 difference\n`;
    expect(await run("--dry-run")).to.deep.equal({ code: 0, stdout: told, stderr: "" });
    expect(await run("--check")).to.deep.equal({ code: 1, stdout: told, stderr: "" });
    expect(await target.refs()).to.deep.equal({});
    await run();
    expect(await run("--check")).to.deep.equal({ code: 0, stdout: "equal: nothing to do\n", stderr: "" });
    expect(JSON.parse((await run("--check", "--json")).stdout)).to.deep.equal({ equal: true, commands: [] });
  });

  it("copies and deletes only what --refs names", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    const oid = await source.commit("a.txt", "one\n");
    await source.git("branch", "release/1.0");
    await source.git(
      "push",
      "--quiet",
      target.directory,
      "main:refs/heads/old",
      "main:refs/heads/release/0.9",
    );
    await source.git("tag", "v1");
    const { code } = await runNode([
      cli,
      server.url("a"),
      server.url("b"),
      "--refs",
      "refs/heads/release/*,refs/tags/v*",
    ]);
    expect(code).to.equal(0);
    expect(await target.refs()).to.deep.equal({
      "refs/heads/old": oid,
      "refs/heads/release/1.0": oid,
      "refs/tags/v1": oid,
    });
  });

  it("proves with --deep that nothing is missing, and repairs what is", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    await source.commit("a.txt", "one\n");
    const run = (...options: string[]) => runNode([cli, server.url("a"), server.url("b"), ...options]);
    await run();
    expect((await run("--deep")).stdout).to.match(
      /^complete: 3 objects behind 1 ref, 0.0 MB read, \d+ ms\n$/,
    );
    const blob = await target.git("rev-parse", "main:a.txt");
    await rm(path.join(target.directory, "objects", blob.slice(0, 2), blob.slice(2)), { force: true });
    const damaged = await run("--deep");
    expect(damaged.code).to.equal(2);
    expect(damaged.stderr).to.include("the target cannot serve what its refs refer to");
    expect((await run("--deep", "--repair")).stdout).to.match(
      /^complete: it lacked objects and was repaired: 3 objects/,
    );
    await target.fsck();
  });

  it("says when the default branches differ", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    await source.commit("a.txt", "one\n");
    await source.git("branch", "next");
    await target.git("symbolic-ref", "HEAD", "refs/heads/next");
    const { code, stderr } = await runNode([cli, server.url("a"), server.url("b")]);
    expect(code).to.equal(0);
    expect(stderr).to.include("the default branch is main on the source and next on the target");
  });

  it("shows no password and no stack when it fails", async function () {
    const server = await GitServer.start(this, {
      credentials: () => ({ username: "ada", password: "right" }),
    });
    await server.repository("a", { bare: true });
    const url = server.url("a").replace("//", "//ada:wrong-secret@");
    const { code, stdout, stderr } = await runNode([cli, url, server.url("b"), "--json"]);
    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^error: (source|target) http:\/\/127.0.0.1:\d+\/\w answers 403 \(who are you\?\)[^\n]*\n$/,
    );
    expect(JSON.parse(stdout)).to.deep.include({ equal: false, passes: 1 });
    expect(stdout + stderr).not.to.include("wrong-secret");
  });

  it("seeds a repository that is larger than the memory it takes", async function () {
    const server = await GitServer.start(this);
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    await source.git("config", "core.compression", "0");
    await source.fastImport(100, 1_000_000, (_index, size) => randomBytes(size));
    const hook = path.join(directory, "hook.js");
    // Sampled: the kernel's own maximum starts with what the parent process had.
    await writeFile(
      hook,
      `let most = 0;
      setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 10).unref();
      process.on("exit", () => console.error(most));`,
    );
    const { code, stderr } = await runNode(["--require", hook, cli, server.url("a"), server.url("b")]);
    expect(code, stderr).to.equal(0);
    expect(await target.refs()).to.deep.equal(await source.refs());
    expect(server.bytesReceived).to.be.greaterThan(100_000_000);
    // Where it takes long, its progress stands before that.
    expect(
      Number(stderr.trim().split("\n").at(-1)) / 1_000_000,
      "most megabytes of memory in use",
    ).to.be.within(20, 130);
  });

  it("ends with 1 when it is interrupted, since the next run may get through", async function () {
    const server = await GitServer.start(this);
    await server.repository("b", { bare: true });
    let interrupt = (): void => undefined;
    server.onRequest = () => {
      interrupt();
      interrupt = () => undefined;
      return new Promise(() => undefined);
    };
    const { code, stderr } = await runNode([cli, server.url("a"), server.url("b")], {}, (child) => {
      interrupt = () => child.kill("SIGINT");
    });
    expect(code).to.equal(1);
    expect(stderr).to.equal("error: stopped before both sides were seen equal; run it again\n");
  });

  const misuse: Record<string, [string[], string]> = {
    "two modes": [
      ["http://x/a", "http://x/b", "--check", "--deep"],
      "--check and --deep cannot be combined: --check compares refs, and --deep compares objects",
    ],
    "a repair of what is not checked": [
      ["http://x/a", "http://x/b", "--repair"],
      "--repair goes with --deep",
    ],
    "a branch by its short name": [
      ["http://x/a", "http://x/b", "--refs", "main"],
      '"main" is no full name; write refs/heads/main',
    ],
    "no arguments": [[], "missing argument SOURCE"],
    "an unknown option": [["--force", "a", "b"], 'unknown option "--force"'],
    "three addresses": [
      ["http://x/a", "http://x/b", "https://ada:secret/1@host/a?token=secret"],
      'unexpected argument "https://ada:…@host/a?…"',
    ],
    "another protocol": [["ssh://user:secret@host/a", "http://b/b"], "ssh://host/a is neither"],
    "a password with a slash": [
      ["https://ada:secret/1@host/a", "http://b/b"],
      "percent-encode it there, / as %2F",
    ],
    "a password with a question mark": [
      ["https://ada:secret?1@host/a", "http://b/b"],
      "percent-encode it there",
    ],
    "a password of digits and a number sign": [
      ["https://ada:12#secret@host/a", "http://b/b"],
      "percent-encode it there",
    ],
    "an address of ssh": [["ada:secret@host:a", "http://b/b"], "SOURCE is neither"],
    "a token in the query": [["http://host/a?token=secret", "http://b/b"], "SOURCE has a query"],
    "a broken escape": [["http://a:secret%zz@host/a", "http://b/b"], "write %25"],
    "a region that is none": [["codecommit::Europe://a", "http://b/b"], "is no AWS region"],
    "no region": [["codecommit://a", "http://b/b"], "names no region"],
    "one repository twice": [["http://b/b", "http://b/b.git"], "are the same repository"],
  };
  for (const [what, [args, words]] of Object.entries(misuse)) {
    it(`ends with 2 and a sentence for ${what}`, async () => {
      const { code, stdout, stderr } = await runNode([cli, ...args]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.include(words).and.not.to.include("    at ").and.not.to.include("secret");
    });
  }
});
