import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { bundleReplicate } from "../../support/bundle";
import { type Ended, runNode } from "../../support/childProcess";
import { startCodeCommitApi } from "../../support/codeCommitApi";
import { startForwardProxy } from "../../support/forwardProxy";
import { cleanUp, type GitRepository } from "../../support/git";
import { GitServer } from "../../support/gitServer";
import { certificateFile, startTls } from "../../support/tls";

interface World {
  readonly server: GitServer;
  readonly source: GitRepository;
  readonly target: GitRepository;
  /** The port of TLS, and the one without. */
  readonly secure: number;
  readonly plain: number;
}

describe("The way to a server", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "way-test-"));
    cli = await bundleReplicate(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
    runNode([cli, ...args], environment);

  async function world(
    context: Mocha.Context,
    credentials?: () => { username: string; password: string },
  ): Promise<World> {
    const server = await GitServer.start(context, { credentials });
    const source = await server.repository("a", { bare: false });
    const target = await server.repository("b", { bare: true });
    await source.commit("a.txt", "one\n");
    const secure = await startTls(context, server.origin);
    return { server, source, target, secure, plain: Number(new URL(server.origin).port) };
  }

  describe("over TLS", () => {
    it("is given up at once where the certificate is not trusted, and says how to trust it", async function () {
      const { server, source, target, secure } = await world(this);
      const sides = ["a", "b"].map((name) => `https://127.0.0.1:${secure}/${name}`);
      const { code, stderr } = await run(sides);
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^error: (source|target) https:\/\/127\.0\.0\.1:\d+\/[ab]: the certificate is not trusted \([A-Z_]+\): [^\n]*NODE_EXTRA_CA_CERTS[^\n]*\n$/,
      );
      expect(server.exchanges).to.deep.equal([]);
      const trusting = await run(sides, { NODE_EXTRA_CA_CERTS: certificateFile });
      expect(trusting).to.include({ code: 0, stderr: "" });
      expect(await target.refs()).to.deep.equal(await source.refs());
    });

    it("is given up at once where the certificate is another host's", async function () {
      const { secure } = await world(this);
      const proxy = await startForwardProxy(this, { "other.example": secure });
      const { code, stderr } = await run(["https://other.example/a", "https://other.example/b"], {
        ...{ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificateFile },
      });
      expect(code).to.equal(2);
      expect(stderr).to.include("ERR_TLS_CERT_ALTNAME_INVALID").and.include("check the host name");
    });

    it("is given up at once where nothing speaks it", async function () {
      const { plain } = await world(this);
      const { code, stderr } = await run(["a", "b"].map((name) => `https://127.0.0.1:${plain}/${name}`));
      expect(code).to.equal(2);
      expect(stderr).to.include("does not speak TLS; write http://");
    });

    it("is given up at once to CodeCommit's API, too", async function () {
      const { source, server, secure } = await world(this);
      await server.repository("v1/repos/app", { bare: false });
      await server.repository("v1/repos/app-copy", { bare: true });
      await source.git(
        "push",
        "--quiet",
        path.join(server.directory, "v1/repos/app"),
        "main:refs/heads/next",
      );
      const api = { git: server.origin, api: `https://127.0.0.1:${secure}` };
      const { code, stderr } = await run(
        ["codecommit::eu-west-1://app", "codecommit::eu-west-1://app-copy"],
        {
          ...{ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "secret" },
          CODECOMMIT_ENDPOINTS: JSON.stringify({ "eu-west-1": api }),
        },
      );
      expect(code).to.equal(2);
      expect(stderr).to.match(/^error: reading the default branch .*not trusted.*NODE_EXTRA_CA_CERTS/);
    });
  });

  describe("through a proxy", () => {
    for (const [scheme, variable] of [
      ["http", "HTTP_PROXY"],
      ["http", "http_proxy"],
      ["https", "HTTPS_PROXY"],
      ["https", "ALL_PROXY"],
    ] as const) {
      it(`is the one that ${variable} names, for ${scheme} URLs`, async function () {
        const { source, target, secure, plain } = await world(this);
        const proxy = await startForwardProxy(this, { "git.example": scheme === "https" ? secure : plain });
        const ended = await run([`${scheme}://git.example/a`, `${scheme}://git.example/b`], {
          ...{ [variable]: proxy.url, NODE_EXTRA_CA_CERTS: certificateFile },
        });
        expect(ended).to.include({ code: 0, stderr: "" });
        expect(await target.refs()).to.deep.equal(await source.refs());
        expect(proxy.requests[0]).to.match(
          scheme === "https" ? /^CONNECT git\.example:443$/ : /^GET http:\/\/git\.example\/[ab]\/info\/refs/,
        );
      });
    }

    it("brings a large pack, too", async function () {
      const { source, target, secure } = await world(this);
      await source.git("checkout", "--quiet", "--orphan", "large");
      await source.commit(
        "large.bin",
        Buffer.from(Array.from({ length: 12_000_000 }, () => Math.random() * 256)),
      );
      const proxy = await startForwardProxy(this, { "git.example": secure });
      const ended = await run(["https://git.example/a", "https://git.example/b"], {
        ...{ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: certificateFile },
      });
      expect(ended).to.include({ code: 0 });
      expect(await target.refs()).to.deep.equal(await source.refs());
    });

    it("takes none for what NO_PROXY names, nor for this machine", async function () {
      const { server } = await world(this);
      const proxy = await startForwardProxy(this, {});
      const environment = { HTTP_PROXY: proxy.url, NO_PROXY: ".example" };
      expect(await run([server.url("a"), server.url("b")], environment)).to.include({ code: 0 });
      const { code, stderr } = await run(["http://git.example/a", "http://git.example/b"], environment);
      expect(code).to.equal(2);
      expect(stderr).to.include("ENOTFOUND git.example");
      expect(proxy.requests).to.deep.equal([]);
    });

    for (const scheme of ["http", "https"]) {
      it(`says when the proxy wants a password, and takes it from ${scheme.toUpperCase()}_PROXY`, async function () {
        const { secure, plain } = await world(this);
        const ports = { "git.example": scheme === "https" ? secure : plain };
        const proxy = await startForwardProxy(this, ports, "ada:to/p");
        const sides = [`${scheme}://git.example/a`, `${scheme}://git.example/b`];
        const use = (url: string): Promise<Ended> =>
          run(sides, { [`${scheme.toUpperCase()}_PROXY`]: url, NODE_EXTRA_CA_CERTS: certificateFile });
        const { code, stderr } = await use(proxy.url.replace("//", "//ada:wrong@"));
        expect(code).to.equal(2);
        expect(stderr).to.include(`through the proxy ${proxy.url} answers 407`).and.not.include("wrong");
        expect(stderr).to.include("write the proxy's user and password into HTTPS_PROXY or HTTP_PROXY");
        expect(await use(proxy.url.replace("//", "//ada:to%2Fp@"))).to.include({ code: 0 });
      });
    }

    it("names a proxy that is of another kind or out of reach", async () => {
      const sides = ["https://git.example/a", "https://git.example/b"];
      const socks = await run(sides, { HTTPS_PROXY: "socks5://ada:secret@proxy:1080" });
      expect(socks.code).to.equal(2);
      expect(socks.stderr)
        .to.include("HTTPS_PROXY or ALL_PROXY is socks5://proxy:1080: only http and https proxies are used")
        .and.not.include("secret");
      const gone = await run([...sides, "--check"], { HTTPS_PROXY: "http://127.0.0.1:1" });
      expect(gone.stderr).to.include("through the proxy http://127.0.0.1:1: connect ECONNREFUSED");
    });

    it("is the way to CodeCommit, its API and its git", async function () {
      const { server } = await world(this);
      const repositories = {
        app: await server.repository("v1/repos/app", { bare: false }),
        "app-copy": await server.repository("v1/repos/app-copy", { bare: true }),
      };
      await repositories.app.commit("a.txt", "one\n");
      const api = await startCodeCommitApi(this, (name) => repositories[name as "app"]);
      const proxy = await startForwardProxy(this, {
        "git-codecommit.eu-west-1.amazonaws.com": await startTls(this, server.origin),
        "codecommit.eu-west-1.amazonaws.com": await startTls(this, api.url),
      });
      const { code, stderr } = await run(
        ["codecommit::eu-west-1://app", "codecommit::eu-west-1://app-copy"],
        {
          ...{ AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "secret", HTTPS_PROXY: proxy.url },
          ...{ NODE_EXTRA_CA_CERTS: certificateFile },
        },
      );
      // Both were reached through it; that the certificate is another host's is beyond it.
      expect(code).to.equal(2);
      expect(stderr).to.include("ERR_TLS_CERT_ALTNAME_INVALID");
      expect(proxy.requests).to.include.members([
        "CONNECT git-codecommit.eu-west-1.amazonaws.com:443",
        "CONNECT codecommit.eu-west-1.amazonaws.com:443",
      ]);
    });
  });

  describe("with a password that stands nowhere on the command line", () => {
    const credentials = (): { username: string; password: string } => ({
      username: "ada",
      password: "p@ss/word",
    });

    /** A program that says one thing. */
    async function program(name: string, script: string): Promise<string> {
      const file = path.join(directory, name);
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
      return file;
    }

    it("takes it from the program that GIT_ASKPASS names", async function () {
      const { server, source, target } = await world(this, credentials);
      const GIT_ASKPASS = await program(
        "askpass",
        `case "$1" in User*) echo ada;; *) echo 'p@ss/word';; esac`,
      );
      expect(await run([server.url("a"), server.url("b")], { GIT_ASKPASS })).to.include({
        code: 0,
        stderr: "",
      });
      expect(await target.refs()).to.deep.equal(await source.refs());
    });

    it("takes it from git's credential helpers, for the user in the URL", async function () {
      const { server, source, target } = await world(this, credentials);
      const asked = path.join(directory, "asked");
      const helper = await program("helper", `cat >> ${asked}; echo password='p@ss/word'`);
      const url = (name: string): string => server.url(name).replace("//", "//ada@");
      const ended = await run([url("a"), url("b")], {
        ...{ GIT_CONFIG_COUNT: "2", GIT_CONFIG_KEY_0: "credential.helper", GIT_CONFIG_VALUE_0: helper },
        ...{ GIT_CONFIG_KEY_1: "credential.useHttpPath", GIT_CONFIG_VALUE_1: "true" },
      });
      expect(ended).to.include({ code: 0, stderr: "" });
      expect(await target.refs()).to.deep.equal(await source.refs());
    });

    it("asks nobody where none is wanted, and tells its ways where none is given", async function () {
      const open = await world(this);
      const GIT_ASKPASS = await program(
        "never",
        `echo asked >> ${path.join(directory, "never-asked")}; exit 1`,
      );
      expect(await run([open.server.url("a"), open.server.url("b")], { GIT_ASKPASS })).to.include({
        code: 0,
      });
      await rm(path.join(directory, "never-asked")).then(
        () => expect.fail("it was asked"),
        () => undefined,
      );
      const closed = await world(this, credentials);
      const { code, stderr } = await run([closed.server.url("a"), closed.server.url("b")], {
        GIT_TERMINAL_PROMPT: "0",
      });
      expect(code).to.equal(2);
      expect(stderr).to.match(
        /^error: (source|target) [^\n]*no credentials were sent; [^\n]*GIT_ASKPASS give them, with the right to \w+ \(codecommit:Git\w+\)\n$/,
      );
    });

    it("works where git is not installed and none is wanted, and says so where one is", async function () {
      const { server } = await world(this, credentials);
      const { code, stderr } = await run([server.url("a"), server.url("b")], { PATH: directory });
      expect(code).to.equal(2);
      expect(stderr).to.include("no credentials were sent");
    });
  });
});
