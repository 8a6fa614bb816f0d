import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Command } from "../../commandLine/command";
import { commands } from "../../commandLine/commands";
import { npmsOwn, refuseNpmOptions } from "../../commandLine/npmOptions";
import { parse } from "../../commandLine/parse";

const root = path.resolve(__dirname, "..", "..");

/** What `npm start …` in a shell comes to, with the npm of this machine. */
describe("Options that npm keeps for itself", function () {
  this.timeout(60_000);
  let directory: string;

  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), "npm-"));
    const tsx = path.join(root, "node_modules", "tsx", "dist", "cli.mjs");
    const run = (command: string) => `node ${tsx} ${path.join(directory, "run.ts")} ${command}`;
    writeFileSync(
      path.join(directory, "package.json"),
      JSON.stringify({
        name: "a",
        version: "1.0.0",
        scripts: {
          ...{
            start: run("start"),
            preview: run("preview"),
            replicate: run("replicate"),
            deploy: run("deploy"),
          },
          wrapped: run("start"),
        },
      }),
    );
    // Every command as far as its parsed arguments.
    writeFileSync(
      path.join(directory, "run.ts"),
      `import { commands, exitWith, runCommand } from ${JSON.stringify(path.join(root, "commandLine"))};
       const [name, ...args] = process.argv.slice(2);
       exitWith(runCommand(commands[name as keyof typeof commands], args, (parsed) => {
         console.log(JSON.stringify(parsed));
         return Promise.resolve(0);
       }));`,
    );
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  async function npm(...args: string[]) {
    const child = spawn("npm", ["--silent", ...args], {
      cwd: directory,
      env: { PATH: process.env.PATH, HOME: directory },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (texts.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (texts.stderr += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    return { code, ...texts };
  }

  const kept = (options: string) =>
    `npm kept ${options} for itself, because a command's options stand after "--". Type: `;

  for (const [typed, options, line] of [
    [["start", "--fresh", "--stack=prod"], "--stack and --fresh", "npm start -- --stack prod --fresh"],
    [["start", "--stack", "prod"], "--stack", "npm start -- --stack prod"],
    [["start", "--exit", "--", "--stack", "prod"], "--exit", "npm start -- --stack prod --exit"],
    [
      ["run", "preview", "dev", "--policy-config", "a.json"],
      "--policy-config",
      "npm run preview -- dev a.json --policy-config FILE",
    ],
    [
      ["run", "replicate", "http://a/b", "http://a/c", "--dry-run"],
      "--dry-run",
      "npm run replicate -- http://a/b http://a/c --dry-run",
    ],
    [
      ["run", "replicate", "http://ada:secret@a/b", "http://a/c", "--deep"],
      "--deep",
      "npm run replicate -- 'http://ada:…@a/b' http://a/c --deep",
    ],
    [["run", "deploy", "dev", "--preview"], "--preview", "npm run deploy -- dev --preview"],
    [["run", "deploy", "dev", "--previw"], "--previw", "npm run deploy -- dev --preview"],
  ] satisfies [string[], string, string][]) {
    it(`are refused with the line to type: npm ${typed.join(" ")}`, async () => {
      const { code, stdout, stderr } = await npm(...typed);
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: "" });
      expect(stderr.trim()).to.equal(`error: ${kept(options)}${line}`);
    });
  }

  it("are noted where npm has the same option, and the command does no more without it", async () => {
    const { code, stdout, stderr } = await npm("run", "preview", "dev", "--json");
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ values: {}, words: ["dev"] });
    expect(stderr.trim()).to.equal(`note: ${kept("--json")}npm run preview -- dev --json`);
  });

  it("are of no interest where the command has them, too", async () => {
    const { code, stdout, stderr } = await npm("run", "preview", "--json", "--", "dev", "--json");
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).to.deep.equal({ values: { json: true }, words: ["dev"] });
  });

  it("are those of another script that runs the command", async () => {
    expect(await npm("run", "wrapped", "--fresh")).to.deep.include({ code: 0, stderr: "" });
  });

  it("leave alone what stands behind the dashes", async () => {
    const { code, stdout } = await npm("start", "--", "--fresh", "--stack=prod");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ values: { fresh: true, stack: "prod" }, words: [] });
  });

  it("are told from npm's own: none of those is taken for one of ours, but for those of the same name", () => {
    const all = JSON.parse(
      execFileSync("npm", ["config", "ls", "-l", "--json"], { encoding: "utf8" }),
    ) as object;
    const names = Object.keys(all);
    expect(names).to.have.length.greaterThan(100);
    const taken = new Set<string>();
    for (const command of Object.values<Command>(commands)) {
      for (const name of names) {
        const environment = {
          npm_lifecycle_event: command.name.split(" ")[0],
          [`npm_config_${name.replaceAll("-", "_")}`]: "true",
        };
        try {
          refuseNpmOptions({ ...command, options: limiting(command) }, [], environment);
        } catch {
          taken.add(name);
        }
      }
    }
    expect([...taken].sort()).to.deep.equal([...npmsOwn].sort());
  });

  it("give a line that the command takes", () => {
    const environment = { npm_lifecycle_event: "start", npm_config_stack: "my env", npm_config_exit: "true" };
    expect(() => {
      refuseNpmOptions(commands.start, [], environment);
    }).to.throw("Type: npm start -- --stack 'my env' --exit");
    expect(parse(commands.start, ["--stack", "my env", "--exit"]).values).to.deep.equal({
      stack: "my env",
      exit: true,
    });
  });
});

/** Each option so that it is refused, not noted. */
function limiting({ options }: Command): Command["options"] {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { ...option, limits: true }]),
  );
}
