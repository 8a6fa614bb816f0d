import { expect } from "chai";
import { EngineError, previewStack } from "../../local/engine";
import { remember } from "../../local/remembered";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

describe("The account and the partition of the local cloud", function () {
  this.timeout(600_000);
  let project: ProjectCopy;

  beforeEach(() => {
    project = new ProjectCopy();
  });
  afterEach(() => {
    project.remove();
  });

  const allow = (account: string) => {
    project.edit("Pulumi.dev.yaml", (text) =>
      text.replace("role: primary", `role: primary\n  codecommit-platform:allowedAccountIds: ["${account}"]`),
    );
  };
  const cloud = (account?: string) => new Workspace(project.directory, undefined, account).cloud("dev");
  const refusal = async (account?: string): Promise<string> => {
    const error = await cloud(account).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(EngineError);
    return (error as EngineError).message;
  };

  it("are those of the settings", async () => {
    expect((await cloud()).accountId).to.equal("123456789012");
    allow("210987654321");
    expect((await cloud()).accountId).to.equal("210987654321");
  });

  it("are those that were asked for, unless the settings refuse them", async () => {
    expect((await cloud("111122223333")).accountId).to.equal("111122223333");
    expect(await refusal("1234")).to.equal(
      "--account 1234: the number of an AWS account has 12 digits, for example 123456789012",
    );
    allow("210987654321");
    expect(await refusal("111122223333")).to.equal(
      "--account 111122223333: Pulumi.dev.yaml allows only 210987654321 (allowedAccountIds); name one of these, or leave --account out",
    );
  });

  it("are those of earlier runs, which another account must not build upon", async () => {
    const workspace = new Workspace(project.directory);
    remember(workspace.memory("dev"), { accountId: "111122223333", partition: "aws", ports: {} });
    expect((await cloud()).accountId).to.equal("111122223333");
    expect(await refusal("444455556666")).to.equal(
      "earlier runs of dev were for the account 111122223333 in aws, and this one is for 444455556666 in aws: forget them with npm start -- --stack dev --fresh",
    );
    allow("210987654321");
    expect(await refusal()).to.include("and Pulumi.dev.yaml allows only 210987654321 (allowedAccountIds)");
  });

  for (const { partition, regions, suffix } of [
    { partition: "aws-cn", regions: ["cn-north-1", "cn-northwest-1"], suffix: "amazonaws.com.cn" },
    { partition: "aws-us-gov", regions: ["us-gov-west-1", "us-gov-east-1"], suffix: "amazonaws.com" },
  ]) {
    it(`follow the region into ${partition}, in the primary and in its replica`, async () => {
      project.edit("Pulumi.dev.yaml", (text) => text.replace("eu-central-1", regions[0]));
      project.edit("Pulumi.dev-replica.yaml", (text) => text.replace("eu-west-1", regions[1]));
      const workspace = new Workspace(project.directory);
      const primary = await previewStack(await workspace.deployOptions("dev", "dev"));
      const outputs = () => Promise.resolve(primary.references);
      const replica = await previewStack(await workspace.deployOptions("dev-replica", "dev", outputs));
      for (const { ok, stack, resources, diagnostics, violations } of [primary, replica]) {
        expect(ok, JSON.stringify({ stack, diagnostics, violations })).to.equal(true);
        const text = JSON.stringify(resources);
        expect(text.match(/arn:(?!\*)[\w-]*:/g)?.filter((arn) => arn !== `arn:${partition}:`)).to.deep.equal(
          [],
        );
      }
      expect(JSON.stringify(primary.resources)).to.include(`logs.${regions[0]}.${suffix}`);
    });
  }
});
