import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { type Ended, runNode } from "../support/childProcess";

const project = path.resolve(__dirname, "..", "..");

/** Stands for npm: notes that it ran, takes its time, and leaves behind what `npm ci` leaves behind. */
const npm = `
const { appendFileSync, copyFileSync, mkdirSync, rmSync } = require("node:fs");
const [log, code, milliseconds] = [process.env.LOG, Number(process.env.CODE), Number(process.env.TAKES)];
appendFileSync(log, process.argv.slice(2).join(" ") + "\\n");
rmSync("node_modules", { recursive: true, force: true });
setTimeout(() => {
  if (code === 0) {
    mkdirSync("node_modules");
    copyFileSync("package-lock.json", "node_modules/.package-lock.json");
  }
  process.exit(code);
}, milliseconds);
`;

interface Package {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: true;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

describe("The installation before every command", () => {
  let root: string;
  const at = (...names: string[]) => path.join(root, ...names);

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "install-"));
    mkdirSync(at("scripts"));
    copyFileSync(path.join(project, "scripts", "ensureInstalled.js"), at("scripts", "ensureInstalled.js"));
    writeFileSync(at("npm.cjs"), npm);
    lockfile({ "node_modules/left": { version: "1.0.0", integrity: "sha512-one" } });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function run({ code = 0, takes = 0 } = {}): Promise<Ended> {
    return runNode([at("scripts", "ensureInstalled.js")], {
      npm_execpath: at("npm.cjs"),
      LOG: at("npm-ran"),
      CODE: String(code),
      TAKES: String(takes),
    });
  }

  function lockfile(packages: Readonly<Record<string, Package>>): void {
    writeFileSync(at("package-lock.json"), JSON.stringify({ packages: { "": { name: "x" }, ...packages } }));
  }

  /** What npm notes down of an installation that is complete. */
  function installed(packages: Readonly<Record<string, Package>>): void {
    mkdirSync(at("node_modules"), { recursive: true });
    writeFileSync(at("node_modules", ".package-lock.json"), JSON.stringify({ packages }));
  }

  const runs = () =>
    existsSync(at("npm-ran")) ? readFileSync(at("npm-ran"), "utf8").trim().split("\n") : [];

  it("installs what the lockfile says, and is silent on stdout", async () => {
    const { code, stdout } = await run();
    expect([code, stdout]).to.deep.equal([0, ""]);
    expect(runs()).to.have.lengthOf(1);
    expect(runs()[0]).to.match(/^ci /);
  });

  it("does nothing when the install is current", async () => {
    await run();
    const { code, stdout, stderr } = await run();
    expect([code, stdout, stderr]).to.deep.equal([0, "", ""]);
    expect(runs()).to.have.lengthOf(1);
  });

  it("leaves this project's own installation alone, which npm ci made", async () => {
    copyFileSync(path.join(project, "package-lock.json"), at("package-lock.json"));
    mkdirSync(at("node_modules"));
    const hidden = path.join("node_modules", ".package-lock.json");
    copyFileSync(path.join(project, hidden), at(hidden));
    const { code, stderr } = await run();
    expect([code, stderr, runs()]).to.deep.equal([0, "", []]);
  });

  for (const [what, change] of [
    ["another version", { "node_modules/left": { version: "1.0.1", integrity: "sha512-one" } }],
    [
      "the same version with another content",
      { "node_modules/left": { version: "1.0.0", integrity: "sha512-two" } },
    ],
    ["one package less", {}],
  ] as const) {
    it(`installs again where node_modules has ${what}`, async () => {
      installed(change);
      await run();
      expect(runs()).to.have.lengthOf(1);
    });
  }

  it("installs again after an installation that was not completed", async () => {
    mkdirSync(at("node_modules", "left"), { recursive: true });
    await run();
    expect(runs()).to.have.lengthOf(1);
  });

  const here = { os: [process.platform], cpu: [process.arch] };
  for (const [what, wanted, count] of [
    ["is for another system", { os: ["sunos"], cpu: ["x64"] }, 0],
    ["is for every system but this", { os: [`!${process.platform}`], cpu: [process.arch] }, 0],
    ["says nothing of systems", {}, 0],
    ["is for this system with another C library", { ...here, libc: ["musl"] }, 0],
    ["is for this system", here, 1],
  ] as const) {
    it(`${count === 0 ? "can do without" : "needs"} an optional package that ${what}`, async () => {
      const left = { version: "1.0.0", integrity: "sha512-one" };
      lockfile({
        "node_modules/left": left,
        "node_modules/maybe": { version: "2.0.0", integrity: "sha512-three", optional: true, ...wanted },
      });
      installed({ "node_modules/left": left });
      await run();
      expect(runs()).to.have.lengthOf(count);
    });
  }

  it("ends with npm's code when npm fails, and tries again the next time", async () => {
    const { code, stderr } = await run({ code: 3 });
    expect(code).to.equal(3);
    expect(stderr).to.include("npm ci failed").and.not.include("    at ");
    expect((await run()).code).to.equal(0);
  });

  it("installs once when three commands begin at one moment", async () => {
    const ended = await Promise.all([run({ takes: 1500 }), run({ takes: 1500 }), run({ takes: 1500 })]);
    expect(ended.map(({ code }) => code)).to.deep.equal([0, 0, 0]);
    expect(runs()).to.have.lengthOf(1);
    expect(existsSync(at(".local", "install.lock"))).to.equal(false);
  });

  it("installs in one command's stead when that fails while others wait for it", async () => {
    const first = run({ code: 3, takes: 1500 });
    while (runs().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect([(await run()).code, (await first).code]).to.deep.equal([0, 3]);
    expect(runs()).to.have.lengthOf(2);
  });

  it("takes the lock over from a command that was killed", async () => {
    mkdirSync(at(".local"));
    writeFileSync(at(".local", "install.lock"), "killed");
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(at(".local", "install.lock"), longAgo, longAgo);
    const ended = await Promise.all([run({ takes: 1500 }), run({ takes: 1500 }), run({ takes: 1500 })]);
    expect(ended.map(({ code }) => code)).to.deep.equal([0, 0, 0]);
    expect(runs()).to.have.lengthOf(1);
  });

  it("does not need the lock for an installation that is current", async () => {
    await run();
    mkdirSync(at(".local"), { recursive: true });
    appendFileSync(at(".local", "install.lock"), "another");
    expect((await run()).stderr).to.equal("");
  });
});
