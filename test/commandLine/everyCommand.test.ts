import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { commands } from "../../commandLine/commands";
import { scriptOf, type Command } from "../../commandLine/command";
import { usualPort } from "../../local/ports";
import { runNode } from "../support/childProcess";

const root = path.resolve(__dirname, "..", "..");

describe("Every command of ours in package.json", function () {
  this.timeout(60_000);
  const { scripts, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
    version: string;
  };
  /** How npm runs TypeScript; without the process that tsx starts, a command begins 0.4 s sooner. */
  const runner = /^(?:node --import )?tsx /;
  const ours = Object.entries(scripts).filter(([, line]) => runner.test(line));
  const table = Object.values<Command>(commands);

  const run = (line: string, ...options: string[]) =>
    runNode(["--import", "tsx", ...line.replace(runner, "").split(" "), ...options], {}, undefined, root);

  it("is in the table, and every command of the table is there", () => {
    expect(new Set(ours.map(([name]) => name))).to.deep.equal(new Set(table.map(scriptOf)));
  });

  it("names the port that npm start takes", () => {
    expect(commands.start.options.port.text).to.include(String(usualPort));
  });

  for (const [name, line] of ours) {
    const { summary } = table.find((command) => command.name === name) ?? { summary: "" };

    it(`prints its usage on stdout for --help and -h: ${name}`, async () => {
      const { code, stdout, stderr } = await run(line, "--help");
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
      expect(stdout.split("\n")[0]).to.equal(summary);
      expect(stdout).to.include(name === "start" ? "\n  npm start" : `\n  npm run ${name}`);
      expect(await run(line, "-h")).to.deep.equal({ code, stdout, stderr });
    });

    it(`prints the version: ${name}`, async () => {
      expect(await run(line, "--version")).to.deep.equal({
        ...{ code: 0, stderr: "" },
        stdout: `codecommit-platform ${version}\n`,
      });
    });
  }
});
