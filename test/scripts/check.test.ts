import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { policies } from "../../policy-pack/policies";
import { policyNames } from "../../scripts/check/policyNames";
import { runNode } from "../support/childProcess";
import { ProjectCopy } from "../support/projectCopy";

const root = path.resolve(__dirname, "..", "..");

describe("npm run check", () => {
  let project: ProjectCopy;

  beforeEach(() => {
    project = new ProjectCopy();
    rmSync(project.file("policy-pack"));
    mkdirSync(project.file("policy-pack"));
    symlinkSync(path.join(root, "policy-pack/policies"), project.file("policy-pack/policies"));
    cpSync(path.join(root, "policy-pack/presets"), project.file("policy-pack/presets"), { recursive: true });
  });
  afterEach(() => {
    project.remove();
  });

  const check = (...words: string[]) =>
    runNode(
      ["--import", require.resolve("tsx"), path.join(root, "scripts/check.ts"), ...words],
      {},
      undefined,
      project.directory,
    );
  const editPreset = (name: string, change: (text: string) => string) => {
    const file = project.file("policy-pack/presets", name);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };

  it("finds nothing in the stacks and presets that are delivered, without running a program", async () => {
    const { code, stdout, stderr } = await check();
    expect(stderr).to.equal("");
    expect(stdout.split("\n").filter((line) => line !== "")).to.have.members(
      ["dev", "dev-replica", "prod", "prod-replica", "showcase", "showcase-replica"].map(
        (stack) => `Pulumi.${stack}.yaml: no problems.`,
      ),
    );
    expect(code).to.equal(0);
  });

  it("tells every problem of a stack at once, those of quotas and of the preset among them", async () => {
    project.edit("Pulumi.dev.yaml", (text) =>
      text.replace("members: [amir]", "members: [amir, amir]\n      acess: x"),
    );
    editPreset("dev.json", (text) =>
      text
        .replace('"kms-key-require-rotation": "mandatory"', '"kms-key-requires-rotation": "mandatory"')
        .replace('"sns-topic-require-tls": "mandatory"', '"sns-topic-require-tls": "Mandatory"'),
    );
    const { code, stderr } = await check("dev");
    expect(code).to.equal(1);
    expect(stderr).to.include('teams.auditors.acess: is not a setting. Did you mean "access"?');
    expect(stderr).to.include(
      [
        "policy-pack/presets/dev.json has 2 problems.",
        '  ✗ sns-topic-require-tls: "Mandatory" is no level. Did you mean "mandatory"? Allowed: advisory, mandatory, remediate, disabled.',
        '  ✗ kms-key-requires-rotation: is no policy. Did you mean "kms-key-require-rotation"?',
      ].join("\n"),
    );
  });

  it("judges a replica by the preset of its primary, and a stack without a preset by that of dev", async () => {
    editPreset("prod.json", (text) => text.replace('"kms-key-require-rotation"', '"kms-key-rotation"'));
    const [replica, dev] = [await check("prod-replica"), await check("dev-replica")];
    expect([replica.code, dev.code]).to.deep.equal([1, 0]);
    expect(replica.stderr).to.include(
      "policy-pack/presets/prod.json has 1 problem.\n  ✗ kms-key-rotation: is no policy.",
    );
  });

  it("says what a preset that is no JSON object lacks", async () => {
    editPreset("dev.json", () => "{");
    expect((await check("dev")).stderr).to.match(/^policy-pack\/presets\/dev\.json cannot be read: /);
    editPreset("dev.json", () => "[]");
    expect((await check("dev")).stderr).to.include("it must be an object of policy names.");
  });

  it("says which stacks there are, and shows a file that is no YAML by its name", async () => {
    const lost = await check("devv");
    expect(lost.code).to.equal(1);
    expect(lost.stderr)
      .to.include('There is no stack "devv" (no Pulumi.devv.yaml). Did you mean "dev"?')
      .and.to.include("Known stacks: dev, dev-replica, prod,");
    project.edit("Pulumi.dev.yaml", (text) => `${text}\n  - [`);
    const broken = await check("dev");
    expect(broken.code).to.equal(1);
    expect(broken.stderr)
      .to.include("Pulumi.dev.yaml has ")
      .and.not.to.match(/\n\s+at /);
    expect((await check("--help")).code).to.equal(0);
  });

  it("knows the name of every policy of the pack from the sources", () => {
    expect(policyNames(path.join(root, "policy-pack/policies"))).to.have.members(
      policies.map(({ name }) => name),
    );
  });
});
