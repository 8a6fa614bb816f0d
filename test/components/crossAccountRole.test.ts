import { expect } from "chai";
import { refMovingActions } from "../../components/documents/actions";
import type { StackResult } from "../../local/engine";
import { allows, attachedPolicies } from "../support/attachedPolicies";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const repository = (name: string, region = "eu-central-1") =>
  `arn:aws:codecommit:${region}:123456789012:${name}`;

describe("The roles for other accounts of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const attachments = () => ofType(primary, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");

  it("are named after the environment and last as long as the settings say", () => {
    const roles = ofType(primary, "aws:iam/role:Role");
    expect(roles.get("ccp-showcase-partner-role")?.inputs).to.include({
      name: "ccp-showcase-partner",
      maxSessionDuration: 28_800,
      permissionsBoundary: "arn:aws:iam::123456789012:policy/developer-boundary",
    });
    expect(roles.get("ccp-showcase-builder-role")?.inputs).to.include({ maxSessionDuration: 3600 });
  });

  it("trust the account, the conditions and the principals that the settings name", () => {
    const trust = (name: string) =>
      String(ofType(primary, "aws:iam/role:Role").get(`ccp-showcase-${name}-role`)?.inputs.assumeRolePolicy);
    expect(trust("partner")).to.include('"sts:ExternalId":"payments-2026"').and.include("MultiFactorAuth");
    expect(trust("partner")).to.include('"AWS":"arn:aws:iam::210987654321:root"');
    expect(trust("builder")).to.include('"aws:PrincipalOrgID":"o-a1b2c3d4e5"');
    expect(trust("builder")).to.include("arn:aws:iam::321098765432:role/teams/release");
  });

  it("are denied before they are allowed anything", () => {
    for (const role of ["partner", "builder"]) {
      const urn = (suffix: string) => attachments().get(`ccp-showcase-${role}-${suffix}`)?.urn ?? suffix;
      expect([...dependenciesOf(primary, urn("access"))]).to.include.members(
        ["copies-read-only", "no-administration", "guard-trunk-0"].map(urn),
      );
    }
  });

  it("are guarded on every protection", () => {
    const guards = [...ofType(primary, "aws:iam/policy:Policy").keys()].filter((name) =>
      name.startsWith("ccp-showcase-guard-"),
    );
    expect(guards).to.have.length.greaterThan(0);
    for (const role of ["partner", "builder"]) {
      const attached = attachedPolicies(primary, "role", `ccp-showcase-${role}`).map(({ name }) => name);
      expect(attached).to.include.members(guards);
    }
  });

  it("push to branches of their repositories, and cannot move main by any action", () => {
    const policies = attachedPolicies(primary, "role", "ccp-showcase-partner");
    expect(allows(policies, "GitPush", repository("payments-api"), "refs/heads/topic")).to.equal(true);
    expect(allows(policies, "GitPush", repository("web-shop"), "refs/heads/topic")).to.equal(false);
    for (const action of refMovingActions.map((name) => name.replace("codecommit:", ""))) {
      for (const reference of ["refs/heads/main", "refs/heads/release/1.2"]) {
        expect(allows(policies, action, repository("payments-api"), reference), action).to.equal(false);
      }
    }
  });

  it("could move main if they were not guarded", () => {
    const unguarded = attachedPolicies(primary, "role", "ccp-showcase-partner").filter(
      ({ name }) => !name.includes("-guard-"),
    );
    expect(allows(unguarded, "GitPush", repository("payments-api"), "refs/heads/main")).to.equal(true);
  });

  it("administer nothing", () => {
    const policies = attachedPolicies(primary, "role", "ccp-showcase-partner");
    for (const action of ["DeleteRepository", "OverridePullRequestApprovalRules", "UpdateDefaultBranch"]) {
      expect(allows(policies, action, repository("payments-api")), action).to.equal(false);
    }
  });

  it("tell the other side what to do, in the outputs", () => {
    expect(primary.outputs).to.have.nested.property(
      "crossAccount.builder.roleArn",
      "arn:aws:iam::123456789012:role/ccp-showcase-builder",
    );
    expect(primary.outputs).to.have.deep.nested.property("crossAccount.partner.clone", [
      "git clone codecommit://ccp-showcase-partner@payments-api",
    ]);
  });
});
