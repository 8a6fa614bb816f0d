import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { dependenciesOf, previewsOf, ofType } from "../support/previews";

describe("The primary stack of dev", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("dev");
  });

  const names = (type: string) => [...ofType(primary, type).keys()];

  it("protects every repository and every key", () => {
    for (const type of ["aws:codecommit/repository:Repository", "aws:kms/key:Key"]) {
      const resources = [...ofType(primary, type).values()];
      expect(resources).to.have.length.greaterThan(0);
      expect(resources.filter(({ protect }) => !protect)).to.deep.equal([]);
    }
  });

  it("encrypts every repository with the repositories' key, whose alias is there first", () => {
    const key = [...ofType(primary, "aws:kms/key:Key").values()].find(
      ({ name }) => name === "ccp-dev-repositories-key",
    );
    const alias = ofType(primary, "aws:kms/alias:Alias").get("ccp-dev-repositories-alias");
    expect(alias?.inputs.name).to.equal("alias/ccp-dev-repositories");
    for (const repository of ofType(primary, "aws:codecommit/repository:Repository").values()) {
      expect(repository.inputs).to.have.property("kmsKeyId");
      expect(repository.dependencies).to.include.members([key?.urn, alias?.urn]);
    }
  });

  it("rotates its keys and lets them wait thirty days before they die", () => {
    for (const { inputs } of ofType(primary, "aws:kms/key:Key").values()) {
      expect(inputs).to.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
    }
  });

  it("makes one group a team and one user a person", () => {
    expect(names("aws:iam/group:Group")).to.have.members(
      ["developers", "release-managers", "auditors"].map((team) => `ccp-dev-${team}-group`),
    );
    expect(names("aws:iam/user:User")).to.have.members(
      ["dana", "devin", "rita", "amir"].map((person) => `ccp-dev-${person}-user`),
    );
  });

  it("gives policies to groups only", () => {
    const types = new Set(primary.resources.map(({ type }) => type));
    for (const type of [
      "userPolicy:UserPolicy",
      "userPolicyAttachment:UserPolicyAttachment",
      "accessKey:AccessKey",
    ]) {
      expect([...types]).to.not.include(`aws:iam/${type}`);
    }
  });

  it("attaches the guard to every team but the pushers", () => {
    const guarded = names("aws:iam/groupPolicyAttachment:GroupPolicyAttachment").filter((name) =>
      name.includes("-guard-"),
    );
    expect(guarded).to.have.members(["ccp-dev-developers-guard-trunk-0", "ccp-dev-auditors-guard-trunk-0"]);
  });

  it("attaches what denies before what allows, and both before anyone is a member", () => {
    const attachments = ofType(primary, "aws:iam/groupPolicyAttachment:GroupPolicyAttachment");
    const urn = (name: string) => attachments.get(name)?.urn ?? "";
    const denies = ["copies-read-only", "no-administration", "guard-trunk-0"].map((name) =>
      urn(`ccp-dev-developers-${name}`),
    );
    const allows = ["power-user", "team-basics"].map((name) => urn(`ccp-dev-developers-${name}`));
    for (const allow of allows) {
      expect([...dependenciesOf(primary, allow)]).to.include.members(denies);
    }
    const membership = ofType(primary, "aws:iam/userGroupMembership:UserGroupMembership").get(
      "ccp-dev-developers-dana",
    );
    expect([...dependenciesOf(primary, membership?.urn ?? "")]).to.include.members([...denies, ...allows]);
  });

  it("makes git credentials for those who asked, in a secret that only its owner reads", () => {
    expect(names("aws:iam/serviceSpecificCredential:ServiceSpecificCredential")).to.have.members(
      ["dana", "rita", "amir"].map((person) => `ccp-dev-${person}-git-default-credential`),
    );
    const policy = ofType(primary, "aws:secretsmanager/secretPolicy:SecretPolicy").get(
      "ccp-dev-dana-git-default-secret-policy",
    );
    expect(policy?.inputs.policy).to.include("user/ccp-dev-dana");
    const version = ofType(primary, "aws:secretsmanager/secretVersion:SecretVersion").get(
      "ccp-dev-dana-git-default-secret-version",
    );
    expect(version?.inputs.secretStringWo).to.be.oneOf(["[secret]", "[unknown]"]);
    expect([...dependenciesOf(primary, version?.urn ?? "")]).to.include(policy?.urn);
  });

  it("tells its replicas plain values, no key id and no secret", () => {
    expect(primary.outputs.platform).to.deep.include({
      version: 1,
      partition: "aws",
      account: "123456789012",
      region: "eu-central-1",
      environment: "dev",
      protections: { trunk: { branches: ["main", "release/*"], tags: [], pushers: ["release-managers"] } },
    });
    expect(JSON.stringify(primary.outputs.platform)).to.not.match(/\[unknown\]|\[secret\]|key\//);
  });

  it("names nothing that AWSCodeCommitPowerUser may change by its name", () => {
    for (const { inputs } of primary.resources) {
      expect(JSON.stringify(inputs.name ?? "")).to.not.match(/^"(codecommit|codestar-notifications)/);
    }
  });

  it("names its provider everywhere", () => {
    const orphans = primary.resources.filter(
      ({ type, provider }) => type.startsWith("aws:") && provider === null,
    );
    expect(orphans).to.deep.equal([]);
  });
});
