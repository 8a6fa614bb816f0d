import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { type Ended, runNode } from "../support/childProcess";

const script = path.resolve(__dirname, "..", "..", "scripts", "ensureInstalled.js");

describe("The installation before every command", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "install-"));
    mkdirSync(path.join(root, "scripts"));
    mkdirSync(path.join(root, "node_modules"));
    copyFileSync(script, path.join(root, "scripts", "ensureInstalled.js"));
    writeFileSync(path.join(root, "package-lock.json"), "{}");
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** Runs it with a stand-in for npm that leaves its arguments behind and ends with a code. */
  function run(code = 0): Promise<Ended> {
    const npm = path.join(root, "npm.cjs");
    writeFileSync(
      npm,
      `require("fs").writeFileSync(${JSON.stringify(path.join(root, "npm-ran"))}, process.argv.slice(2).join(" ")); process.exit(${code})`,
    );
    return runNode([path.join(root, "scripts", "ensureInstalled.js")], { npm_execpath: npm });
  }

  const ran = () => existsSync(path.join(root, "npm-ran"));

  it("installs what the lockfile says, and is silent on stdout", async () => {
    const { code, stdout } = await run();
    expect([code, stdout]).to.deep.equal([0, ""]);
    expect(readFileSync(path.join(root, "npm-ran"), "utf8")).to.match(/^ci /);
  });

  it("does nothing when the install is current", async () => {
    await run();
    rmSync(path.join(root, "npm-ran"));
    const { code, stdout, stderr } = await run();
    expect([code, stdout, stderr]).to.deep.equal([0, "", ""]);
    expect(ran()).to.equal(false);
  });

  it("installs again when the lockfile has changed", async () => {
    await run();
    rmSync(path.join(root, "npm-ran"));
    writeFileSync(path.join(root, "package-lock.json"), '{"changed": true}');
    await run();
    expect(ran()).to.equal(true);
  });

  it("ends with npm's code when npm fails, and tries again the next time", async () => {
    const { code, stderr } = await run(3);
    expect(code).to.equal(3);
    expect(stderr).to.include("npm ci failed");
    expect((await run()).code).to.equal(0);
  });
});
