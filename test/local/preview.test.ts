import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { repositorySchema } from "../../components/settings/sections/repositories";
import { type Ended, runNode } from "../support/childProcess";
import { ProjectCopy } from "../support/projectCopy";

const main = path.resolve(__dirname, "..", "..", "local", "main.ts");

interface Preview {
  readonly stack: string;
  readonly resources: readonly Record<string, unknown>[];
  readonly outputs: Record<string, unknown>;
  readonly violations: readonly { policy: string; level: string; urn: string | null; message: string }[];
}

describe("npm run preview", function () {
  this.timeout(60_000);
  let project: ProjectCopy;

  beforeEach(() => {
    project = new ProjectCopy();
  });
  afterEach(() => {
    project.remove();
  });

  function run(...args: string[]): Promise<Ended> {
    const tsx = path.join(path.dirname(require.resolve("tsx/package.json")), "dist", "loader.mjs");
    return runNode(["--import", tsx, main, "preview", ...args], {}, undefined, project.directory);
  }

  it("prints the object of the contract, and nothing else, with --json", async () => {
    const { code, stdout, stderr } = await run("dev", "--json");
    expect(code, stderr).to.equal(0);
    const preview = JSON.parse(stdout) as Preview;
    expect(preview).to.have.all.keys("stack", "resources", "outputs", "violations");
    expect(preview.stack).to.equal("dev");
    expect(preview.violations).to.deep.equal([]);
    for (const resource of preview.resources) {
      expect(resource).to.have.all.keys([
        "urn",
        "type",
        "name",
        "parent",
        "custom",
        "protect",
        "dependencies",
        "provider",
        "inputs",
      ]);
    }
    expect(existsSync(project.file(".local", "state"))).to.equal(false);
  });

  it("previews the primary first when a replica's primary was never brought up", async () => {
    const { code, stdout, stderr } = await run("dev-replica");
    expect(code, stderr + stdout).to.equal(0);
    expect(stdout)
      .to.match(/^\+ pulumi:pulumi:Stack +codecommit-platform-dev-replica +create$/m)
      .and.match(/aws:ecs\/taskDefinition:TaskDefinition/)
      .and.match(/^\d+ to create$/m);
  });

  it("reports all that is wrong with the settings in one run, and creates nothing", async () => {
    project.edit("Pulumi.dev.yaml", (text) =>
      text
        .replace("pushers: [release-managers]", "pushers: [release-manager]")
        .replace("branches: [main, release/*]", "branches: [refs/heads/main, release/*]")
        .replace("    web-shop:", "    web shop:")
        .replace("    infrastructure:", "    Payments-API:")
        .replace("      description: Takes payments.", "      descripton: Takes payments."),
    );
    const { code, stdout } = await run("dev");
    expect(code).to.equal(1);
    expect(stdout.split("\n").filter((line) => line.startsWith("  ✗"))).to.deep.equal([
      `  ✗ repositories.payments-api.descripton: is not a setting. Did you mean "description"? Allowed: ${Object.keys(repositorySchema.shape).join(", ")}.`,
      '  ✗ protections.trunk.branches[0]: "refs/heads/main" starts with "refs/": write the branch as people know it, "main".',
      '  ✗ repositories.web shop: "web shop" is not a repository name: use 1 to 100 letters, digits, ".", "_" and "-", for example "web-shop".',
      '  ✗ repositories.payments-api: its name "payments-api" and that of repositories.Payments-API differ in nothing but case; rename one of them.',
      '  ✗ protections.trunk.pushers[0]: there is no team "release-manager" (declared: auditors, developers, release-managers). Did you mean "release-managers"?',
    ]);
    expect(stdout).to.include("error: Pulumi.dev.yaml has 5 problems; nothing was created.");
    expect(stdout).to.not.match(/^ +at /m);
    expect(stdout).to.not.include("aws:");
  });

  it("refuses a replica in its primary's own region", async () => {
    project.edit("Pulumi.dev-replica.yaml", (text) => text.replace("eu-west-1", "eu-central-1"));
    const { code, stdout } = await run("dev-replica");
    expect(code).to.equal(1);
    expect(stdout).to.include(
      "  ✗ aws:region: eu-central-1 is the primary's own region; a replica lives in another one.",
    );
  });

  it("ends with 1 and the deciding statement when a mandatory policy is violated", async () => {
    const config = project.file("strict.json");
    const protection = {
      repositories: ["arn:aws:codecommit:eu-central-1:123456789012:web-shop"],
      references: ["refs/heads/develop"],
      pushers: ["ccp-dev-release-managers"],
    };
    writeFileSync(
      config,
      JSON.stringify({
        "codecommit-branch-restrict-pushers": { enforcementLevel: "mandatory", protections: [protection] },
      }),
    );
    const { code, stdout } = await run("dev", "--json", "--policy-config", config);
    expect(code).to.equal(1);
    const { violations } = JSON.parse(stdout) as Preview;
    expect(violations.map(({ policy, level }) => `${level} ${policy}`)).to.include(
      "mandatory codecommit-branch-restrict-pushers",
    );
    expect(violations.map(({ message }) => message).join("\n"))
      .to.include("ccp-dev-developers")
      .and.include("AWSCodeCommitPowerUser");
  });

  for (const [what, args, line] of [
    ["no stack", [], "error: missing argument STACK"],
    ["a stack that does not exist", ["prd"], "there is no stack 'prd'"],
    ["an unknown option", ["dev", "--jason"], 'error: unknown option "--jason". Did you mean "--json"?'],
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
