import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ProjectCopy } from "../support/projectCopy";

const script = path.resolve(__dirname, "..", "..", "scripts", "deploy.ts");

/**
 * Stands for the Pulumi CLI 3.248: notes how it is called, prints, fails where it is told to, writes the events of a preview,
 * and writes into the stack's file as the real one does.
 */
const cli = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args[0] === "version") {
  console.log("v3.248.0");
  process.exit();
}
const after = (flag) => args[args.indexOf(flag) + 1];
const stack = args[0] === "stack" && args[1] === "init" ? args[2] : after("--stack");
const own = process.env.PULUMI_BACKEND_URL !== process.env.REAL_BACKEND;
const deed = (args[0] === "stack" ? args[1] : args[0]) + " " + stack + (own ? " (own backend)" : "");
const platform = process.env.CODECOMMIT_PLATFORM_PREVIEWED_PRIMARY;
appendFileSync(process.env.CALLS, JSON.stringify({ deed, args, platform: platform && readFileSync(platform, "utf8") }) + "\\n");
if (process.env.REFUSES) {
  console.error("error: " + process.env.REFUSES);
  process.exit(255);
}
if (args[1] === "output") {
  if ((process.env.STACKS ?? "dev dev-replica prod prod-replica").split(" ").includes(stack)) process.exit();
  console.error("error: no stack named '" + stack + "' found");
  process.exit(6);
}
const file = args.includes("--config-file") ? after("--config-file") : "Pulumi." + stack + ".yaml";
appendFileSync(file, "encryptionsalt: v1:" + stack + "\\n");
console.log(args[0] + " was asked for");
if (args[0] === "preview") {
  const root = { op: "same", type: "pulumi:pulumi:Stack", old: { outputs: {} }, new: { outputs: { platform: { of: stack } } } };
  const of = (metadata) => JSON.stringify({ resourcePreEvent: { metadata } });
  const found = JSON.parse(process.env.FOUND ?? '[{ "op": "create", "type": "a" }]');
  if (process.env.EXPORTS === "same") root.old = root.new;
  writeFileSync(after("--event-log"), [...found.map(of), JSON.stringify({ resOutputsEvent: { metadata: root } })].join("\\n") + "\\n");
}
if (deed === process.env.FAILS) {
  console.error("error: the stack is currently locked by 1 lock(s)");
  process.exit(255);
}
`;

describe("npm run deploy", function () {
  this.timeout(60_000);
  let directory: string;
  let project: ProjectCopy;
  beforeEach(() => {
    project = new ProjectCopy();
    directory = mkdtempSync(path.join(tmpdir(), "deploy-"));
    writeFileSync(path.join(directory, "pulumi"), cli, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
    project.remove();
  });

  /** Every stack file, byte for byte. */
  const stackFiles = () =>
    readdirSync(project.directory)
      .filter((name) => /^Pulumi\..+\.yaml$/.test(name))
      .map((name) => readFileSync(project.file(name), "utf8"));

  async function deploy(args: string[], environment: Record<string, string> = {}) {
    const child = spawn(process.execPath, ["--import", require.resolve("tsx"), script, ...args], {
      cwd: project.directory,
      env: {
        ...process.env,
        PATH: `${directory}${path.delimiter}${process.env.PATH ?? ""}`,
        REAL_BACKEND: "file:///real",
        PULUMI_BACKEND_URL: "file:///real",
        CALLS: path.join(directory, "calls"),
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    return { code, ...texts };
  }

  interface Call {
    readonly deed: string;
    readonly args: readonly string[];
    readonly platform?: string;
  }

  /** Each command that may change something, or shows what would. */
  function calls(): Call[] {
    const file = path.join(directory, "calls");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Call)
      .filter(({ deed }) => !deed.startsWith("output"));
  }
  const deeds = () => calls().map(({ deed }) => deed);

  it("updates the primary, then its replica, and prints what Pulumi says", async () => {
    const { code, stdout, stderr } = await deploy(["prod", "--yes"]);
    expect(code, stderr).to.equal(0);
    expect(deeds()).to.deep.equal(["up prod", "up prod-replica"]);
    expect(stdout).to.contain("up was asked for");
  });

  it("never skips the preview of an update, and enforces the policy pack with the environment's preset", async () => {
    await deploy(["prod", "--yes"]);
    await deploy(["prod", "--preview"]);
    expect(calls()).to.have.lengthOf(4);
    for (const { deed, args } of calls()) {
      const preset = path.join("policy-pack", "presets", "prod.json");
      expect(args[args.indexOf("--policy-pack") + 1], deed).to.match(/policy-pack$/);
      expect(args[args.indexOf("--policy-pack-config") + 1], deed).to.contain(preset);
      expect(args, deed).to.not.include.members(["--skip-preview"]);
      expect(args, deed).to.not.include.members(["-f"]);
    }
  });

  it("makes a stack that is missing before its first update", async () => {
    expect((await deploy(["dev", "--yes"], { STACKS: "dev" })).code).to.equal(0);
    expect(deeds()).to.deep.equal(["up dev", "init dev-replica", "up dev-replica"]);
  });

  it("changes nothing with --preview: no stack, no file", async () => {
    const before = stackFiles();
    expect((await deploy(["dev", "--preview"])).code).to.equal(0);
    expect(deeds()).to.deep.equal(["preview dev", "preview dev-replica"]);
    expect(stackFiles()).to.deep.equal(before);
  });

  it("previews a replica on top of its primary's preview", async () => {
    await deploy(["dev", "--preview"]);
    expect(calls().map(({ platform }) => platform)).to.deep.equal([undefined, '{"of":"dev"}']);
    await deploy(["dev", "--yes"]);
    expect(calls().at(-1)?.platform).to.equal(undefined);
  });

  it("previews stacks that are not there in a backend of its own, and says so", async () => {
    const before = stackFiles();
    const { code, stdout, stderr } = await deploy(["dev", "--preview"], { STACKS: "" });
    expect(code, stderr).to.equal(0);
    expect(deeds()).to.deep.equal([
      "init dev (own backend)",
      "preview dev (own backend)",
      "init dev-replica (own backend)",
      "preview dev-replica (own backend)",
    ]);
    expect(stdout).to.contain(
      "dev-replica is not in the backend yet. This is what its first update would create",
    );
    expect(stackFiles()).to.deep.equal(before);
  });

  it("changes nothing when nobody can be asked", async () => {
    const { code, stderr } = await deploy(["dev"]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("error: cannot prompt for the update of dev");
    expect(deeds()).to.deep.equal(["preview dev"]);
  });

  it("asks nobody when nothing changes", async () => {
    const found =
      '[{ "op": "same", "type": "a", "old": { "protect": true }, "new": { "protect": true } }, { "op": "read", "type": "b" }]';
    const { code, stdout, stderr } = await deploy(["dev"], { FOUND: found, EXPORTS: "same" });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain("dev is up to date.").and.contain("dev-replica is up to date.");
    expect(deeds()).to.deep.equal(["preview dev", "preview dev-replica"]);
  });

  for (const [what, found, exports] of [
    ["a protection goes", '[{ "op": "same", "type": "a", "old": { "protect": true }, "new": {} }]', "same"],
    ["the exports change", "[]", "other"],
    ["something is deleted", '[{ "op": "delete", "type": "a", "old": {} }]', "same"],
  ] as const) {
    it(`asks when ${what}`, async () => {
      const { stderr } = await deploy(["dev"], { FOUND: found, EXPORTS: exports });
      expect(stderr).to.contain("cannot prompt for the update of dev");
    });
  }

  for (const [fails, args, done] of [
    ["preview dev", ["dev", "--preview"], ["preview dev"]],
    ["up dev", ["dev", "--yes"], ["up dev"]],
    ["up dev-replica", ["dev", "--yes"], ["up dev", "up dev-replica"]],
  ] as const) {
    it(`stops where ${fails} fails, and shows why`, async () => {
      const { code, stderr } = await deploy([...args], { FAILS: fails });
      expect(code).to.equal(1);
      expect(stderr).to.contain("error: the stack is currently locked by 1 lock(s)");
      expect(stderr).to.contain("error: pulumi failed; what comes after was not touched.");
      expect(stderr).to.not.contain("    at ");
      expect(deeds()).to.deep.equal(done);
    });
  }

  // The words of the CLI 3.248.0.
  for (const reason of [
    "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    "getting stack configuration: get stack secrets manager: incorrect passphrase",
  ]) {
    it(`shows the CLI's own reason: ${reason}`, async () => {
      for (const option of ["--preview", "--yes"]) {
        const { code, stderr } = await deploy(["dev", option], { REFUSES: reason });
        expect(code).to.equal(1);
        expect(stderr.trim()).to.equal(`error: ${reason}`);
      }
    });
  }

  for (const [what, args, message] of [
    ["no environment", [], "error: missing argument ENV"],
    ["an unknown option", ["dev", "--force"], 'error: unknown option "--force".'],
    ["an unknown environment", ["nope"], "there is no stack 'nope'"],
    [
      "a replica",
      ["dev-replica"],
      "stack 'dev-replica' is a replica of dev: name dev, and its replicas come along",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await deploy([...args]);
      expect(code).to.equal(1);
      expect(stderr).to.contain(message).and.not.contain("    at ");
      expect(deeds()).to.deep.equal([]);
    });
  }

  it("says where to get Pulumi when it is missing", async () => {
    const { code, stderr } = await deploy(["dev"], { PATH: path.join(directory, "empty") });
    expect(code).to.equal(1);
    expect(stderr).to.contain("error: The Pulumi CLI is not on the PATH: https://www.pulumi.com/");
  });
});
