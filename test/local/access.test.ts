import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { AnswerJson, MatrixJson } from "../../local/access/json";
import { type Ended, runNode } from "../support/childProcess";
import { ProjectCopy } from "../support/projectCopy";

const root = path.resolve(__dirname, "..", "..");
const push = ["--who", "codecommit:GitPush"];

describe("npm run access", function () {
  this.timeout(60_000);
  let project: ProjectCopy;

  before(() => {
    project = new ProjectCopy();
  });
  after(() => {
    project.remove();
  });

  function run(...args: string[]): Promise<Ended> {
    const tsx = path.join(path.dirname(require.resolve("tsx/package.json")), "dist", "loader.mjs");
    const main = path.join(root, "local", "main.ts");
    return runNode(["--import", tsx, main, "access", ...args], {}, undefined, project.directory);
  }

  /** What the documentation shows for a command. */
  function documented(command: string): string {
    const text = readFileSync(path.join(root, "docs", "access.md"), "utf8");
    const start = text.indexOf(`\n$ ${command}\n`);
    expect(start, command).to.be.greaterThan(-1);
    const from = text.indexOf("\n", start + 1) + 1;
    return text.slice(from, text.indexOf("```", from));
  }

  it("prints the matrix that the documentation shows", async () => {
    const { code, stdout, stderr } = await run("dev");
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(documented("npm run -s access -- dev"));
    expect(stdout).to.not.include("\u001b");
    expect(existsSync(project.file(".local", "state"))).to.equal(false);
  });

  it("answers as the documentation shows", async () => {
    const { code, stdout, stderr } = await run("dev", ...push, "payments-api", "refs/heads/main");
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(
      documented("npm run -s access -- dev --who codecommit:GitPush payments-api refs/heads/main"),
    );
  });

  it("explains why somebody may not, as the documentation shows", async () => {
    const one = ["--identity", "ccp-dev-dana"];
    const { code, stdout, stderr } = await run("dev", ...push, "payments-api", "refs/heads/main", ...one);
    expect(code, stderr).to.equal(0);
    const command = "--who codecommit:GitPush payments-api refs/heads/main --identity ccp-dev-dana";
    expect(stdout).to.equal(documented(`npm run -s access -- dev ${command}`));
  });

  it("prints one object, and nothing else, with --json", async () => {
    const { code, stdout, stderr } = await run("dev", "--json");
    expect(code, stderr).to.equal(0);
    const matrix = JSON.parse(stdout) as MatrixJson;
    expect(matrix).to.have.all.keys("stack", "identities", "repositories", "rows", "gaps");
    for (const row of matrix.rows) {
      expect(row).to.have.all.keys("identities", "repositories", "references", "rights");
      expect(row.rights).to.have.all.keys("push", "merge", "delete", "approve", "override");
    }
    // Each identity on each reference of each repository once: 4 people, 3 repositories, 3 lines.
    const told = matrix.rows.flatMap(({ identities, repositories, references }) =>
      identities.flatMap((identity) =>
        repositories.flatMap((repository) =>
          references.map((reference) => `${identity} ${repository} ${reference}`),
        ),
      ),
    );
    expect(told).to.have.length(36);
    expect(new Set(told).size).to.equal(36);
  });

  it("answers with one object, too, whatever the case of the action", async () => {
    const { code, stdout, stderr } = await run("dev", "--json", "--who", "gitpull", "web-shop");
    expect(code, stderr).to.equal(0);
    const { question, answers, others } = JSON.parse(stdout) as AnswerJson;
    expect(question).to.deep.equal({
      action: "codecommit:GitPull",
      repository: "web-shop",
      resource: "arn:aws:codecommit:eu-central-1:123456789012:web-shop",
      reference: null,
    });
    expect(answers.map(({ name, may, path: by }) => `${name} ${may} ${by}`)).to.deep.equal([
      "ccp-dev-amir yes group ccp-dev-auditors",
      "ccp-dev-dana yes group ccp-dev-developers",
      "ccp-dev-devin yes group ccp-dev-developers",
      "ccp-dev-rita yes group ccp-dev-release-managers",
    ]);
    expect(others).to.equal(0);
  });

  it("writes the page to a file, or to stdout", async () => {
    const file = project.file("access.html");
    const written = await run("dev", "--html", file);
    expect(written).to.deep.include({ code: 0, stdout: "" });
    const printed = await run("dev", "--html");
    expect(printed.stdout)
      .to.match(/^<!doctype html>\n/)
      .and.equal(readFileSync(file, "utf8"));
    const nowhere = await run("dev", "--html", project.file("no", "such", "folder.html"));
    expect(nowhere.code).to.equal(1);
    expect(nowhere.stderr).to.match(/^error: .*folder\.html cannot be written: ENOENT$/m);
  });

  it("tells what is wrong with the settings, and nothing of access", async () => {
    const broken = new ProjectCopy();
    try {
      broken.edit("Pulumi.dev.yaml", (text) => text.replace("access: reader", "access: raeder"));
      const tsx = path.join(path.dirname(require.resolve("tsx/package.json")), "dist", "loader.mjs");
      const args = ["--import", tsx, path.join(root, "local", "main.ts"), "access", "dev-replica"];
      const { code, stdout, stderr } = await runNode(args, {}, undefined, broken.directory);
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      expect(stderr).to.include('teams.auditors.access: "raeder" is not allowed.');
    } finally {
      broken.remove();
    }
  });

  for (const [what, args, line] of [
    ["no stack", [], "error: missing argument STACK"],
    [
      "a stack that does not exist",
      ["prd"],
      "there is no stack 'prd' (no Pulumi.prd.yaml). Did you mean \"prod\"? Known stacks: dev, dev-replica, prod, prod-replica, showcase, showcase-replica",
    ],
    ["an unknown option", ["dev", "--jason"], 'error: unknown option "--jason". Did you mean "--json"?'],
    [
      "two formats",
      ["dev", "--json", "--html"],
      "error: --json and --html cannot be combined: choose one format",
    ],
    [
      "a question as a page",
      ["dev", ...push, "web-shop", "--html"],
      "error: --who and --html cannot be combined: --html shows the whole matrix",
    ],
    [
      "a repository without a question",
      ["dev", "web-shop"],
      'error: unexpected argument "web-shop": REPOSITORY goes with --who ACTION',
    ],
    ["an identity without a question", ["dev", "--identity", "x"], "error: --identity goes with --who"],
    [
      "too many words",
      ["dev", ...push, "web-shop", "refs/heads/a", "refs/heads/b"],
      'error: unexpected argument "refs/heads/b"',
    ],
    [
      "an unknown action",
      ["dev", "--who", "codecommit:GitPsh", "web-shop", "refs/heads/main"],
      'error: "codecommit:GitPsh" is not an action of CodeCommit. Did you mean "codecommit:GitPush"?',
    ],
    [
      "an action of another service",
      ["dev", "--who", "s3:GetObject", "web-shop"],
      'error: "s3:GetObject" is not an action of CodeCommit.',
    ],
    [
      "an unknown identity",
      ["dev", ...push, "web-shop", "refs/heads/main", "--identity", "dana"],
      'error: stack \'dev\' has no identity "dana". Did you mean "ccp-dev-dana"? Known: ccp-dev-amir, ccp-dev-dana, ccp-dev-devin, ccp-dev-rita.',
    ],
  ] as const) {
    it(`explains what it takes when it is given ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      expect(stderr)
        .to.include(line)
        .and.not.match(/^ +at /m);
    });
  }
});
