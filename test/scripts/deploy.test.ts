import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const project = path.resolve(__dirname, "..", "..");

/** Stands for the Pulumi CLI: notes how it is called, prints, and fails where it is told to. */
const cli = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args[0] === "version") {
  console.log("v3.248.0");
} else {
  appendFileSync(process.env.CALLS, JSON.stringify(args) + "\\n");
  const verb = args.find((arg) => ["preview", "up"].includes(arg));
  if (verb !== undefined) console.log(verb + " was asked for");
  if (args.includes("history")) console.log("[]");
  else if (args.includes("output")) console.log("{}");
  if (verb !== undefined && verb + " " + args[args.indexOf("--stack") + 1] === process.env.FAILS) process.exit(255);
}
`;

describe("npm run deploy", function () {
  this.timeout(60_000);
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "deploy-"));
    writeFileSync(path.join(directory, "pulumi"), cli, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  async function deploy(args: string[], environment: Record<string, string> = {}) {
    const script = path.join(project, "scripts", "deploy.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: project,
      env: {
        ...process.env,
        PATH: `${directory}${path.delimiter}${process.env.PATH ?? ""}`,
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

  /** Each preview and update that Pulumi was asked for, with its arguments. */
  function calls(): { deed: string; args: string[] }[] {
    const file = path.join(directory, "calls");
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as string[])
      .filter((args) => args.includes("preview") || args.includes("up"))
      .map((args) => ({
        deed: `${args.includes("up") ? "up" : "preview"} ${args[args.indexOf("--stack") + 1]}`,
        args,
      }));
  }
  const deeds = () => calls().map(({ deed }) => deed);

  it("previews and updates the primary, then its replica, and prints what Pulumi says", async () => {
    const { code, stdout, stderr } = await deploy(["prod", "--yes"]);
    expect(code, stderr).to.equal(0);
    expect(deeds()).to.deep.equal(["preview prod", "up prod", "preview prod-replica", "up prod-replica"]);
    expect(stdout).to.contain("up was asked for");
  });

  it("enforces the policy pack with the environment's preset every time", async () => {
    await deploy(["prod", "--yes"]);
    for (const { deed, args } of calls()) {
      const preset = path.join(project, "policy-pack", "presets", "prod.json");
      expect(args[args.indexOf("--policy-pack") + 1], deed).to.equal(path.join(project, "policy-pack"));
      expect(args[args.indexOf("--policy-pack-config") + 1], deed).to.equal(preset);
    }
  });

  it("changes nothing with --preview", async () => {
    expect((await deploy(["dev", "--preview"])).code).to.equal(0);
    expect(deeds()).to.deep.equal(["preview dev", "preview dev-replica"]);
  });

  it("changes nothing when nobody can be asked", async () => {
    const { code, stderr } = await deploy(["dev"]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("error: Nobody is there to be asked whether to update dev; --yes answers");
    expect(deeds()).to.deep.equal(["preview dev"]);
  });

  for (const [fails, done] of [
    ["preview dev", ["preview dev"]],
    ["up dev", ["preview dev", "up dev"]],
    ["preview dev-replica", ["preview dev", "up dev", "preview dev-replica"]],
  ] as const) {
    it(`stops where ${fails} fails`, async () => {
      const { code, stderr } = await deploy(["dev", "--yes"], { FAILS: fails });
      expect(code).to.equal(1);
      expect(stderr).to.contain("error: pulumi failed; what comes after was not touched.");
      expect(stderr).to.not.contain("    at ");
      expect(deeds()).to.deep.equal(done);
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
