import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { parseAddress } from "../../replicator/address";
import { refuseSameRepository } from "../../replicator/sameRepository";
import { bundleReplicate } from "../support/bundle";
import { runNode } from "../support/childProcess";
import { cleanUp, cleanUps } from "../support/git";
import { GitServer } from "../support/gitServer";

const host = "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app";
const as = (user: string, url = host): string => url.replace("//", `//${user}:secret@`);

function refused(source: string, target: string): boolean {
  try {
    refuseSameRepository(parseAddress(source, "SOURCE").remote, parseAddress(target, "TARGET").remote);
    return false;
  } catch {
    return true;
  }
}

describe("Two addresses", () => {
  const same: readonly (readonly [string, string])[] = [
    [host, `${host}.git/`],
    [as("ada-at-111111111111"), as("bob-at-111111111111")],
    [as("ada-at-111111111111"), as("ada+1-at-111111111111")],
    [as("ada", "https://git.example.com/app"), as("bob", "https://git.example.com/app")],
    ["codecommit::eu-west-1://app", "codecommit::eu-west-1://app"],
    ["codecommit::eu-west-1://work@app", "codecommit::eu-west-1://work@app"],
  ];
  for (const [source, target] of same) {
    it(`are one repository: ${source} and ${target}`, () => {
      expect(refused(source, target)).to.equal(true);
    });
  }

  const different: readonly (readonly [string, string])[] = [
    [as("ada-at-111111111111"), as("ada-at-222222222222")],
    ["codecommit::eu-west-1://one@app", "codecommit::eu-west-1://two@app"],
    ["codecommit::eu-west-1://app", "codecommit::eu-west-1://two@app"],
    ["codecommit::eu-west-1://app", "codecommit::eu-central-1://app"],
    ["codecommit::eu-west-1://app", as("ada-at-222222222222")],
    ["https://one.example.com/app", "https://two.example.com/app"],
  ];
  for (const [source, target] of different) {
    it(`may be two repositories: ${source} and ${target}`, () => {
      expect(refused(source, target)).to.equal(false);
    });
  }
});

describe("A repository and its namesake in another account", () => {
  let directory: string;
  let cli: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "accounts-test-"));
    cli = await bundleReplicate(directory);
    await mkdir(path.join(directory, ".aws"));
    const profile = (name: string, key: string): string =>
      `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`;
    await writeFile(
      path.join(directory, ".aws/credentials"),
      profile("one", "AKIAONE") + profile("uno", "AKIAONE2") + profile("two", "AKIATWO"),
    );
  });
  after(() => rm(directory, { recursive: true, force: true }));
  afterEach(cleanUp);

  /** One host for all accounts: whose keys they are says which repository is meant. */
  async function world(context: Mocha.Context) {
    const servers = { one: await GitServer.start(context), two: await GitServer.start(context) };
    const source = await servers.one.repository("v1/repos/app", { bare: false });
    const target = await servers.two.repository("v1/repos/app", { bare: true });
    const accountOf = (text: string): "one" | "two" => (text.includes("AKIAONE") ? "one" : "two");
    const front = http.createServer((request, response) => {
      const { authorization = "" } = request.headers;
      if (request.headers["x-amz-target"] !== undefined) {
        request.resume();
        const number = accountOf(authorization) === "one" ? "111111111111" : "222222222222";
        const Arn = `arn:aws:codecommit:eu-west-1:${number}:app`;
        response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify({ repositoryMetadata: { defaultBranch: "main", Arn } }));
        return;
      }
      const user = Buffer.from(authorization.replace("Basic ", ""), "base64").toString();
      const upstream = http.request(
        `${servers[accountOf(user)].origin}${request.url}`,
        { method: request.method, headers: request.headers, agent: false },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        },
      );
      upstream.on("error", () => response.destroy());
      request.pipe(upstream);
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    cleanUps(context).push(async () => {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    });
    const origin = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const run = (from: string, to: string) =>
      runNode([cli, `codecommit::eu-west-1://${from}@app`, `codecommit::eu-west-1://${to}@app`], {
        HOME: directory,
        CODECOMMIT_ENDPOINTS: JSON.stringify({ "eu-west-1": { git: origin, api: origin } }),
      });
    return { source, target, run };
  }

  it("are two, so that the one is copied to the other", async function () {
    const { source, target, run } = await world(this);
    await source.commit("a.txt", "one\n");
    expect(await run("one", "two")).to.include({ code: 0, stderr: "" });
    expect(await target.refs()).to.deep.equal(await source.refs());
  });

  it("are one where both profiles lead to one account, as the API knows", async function () {
    const { source, run } = await world(this);
    await source.commit("a.txt", "one\n");
    const { code, stderr } = await run("one", "uno");
    expect(code).to.equal(2);
    expect(stderr).to.include("source and target are the same repository");
  });
});
