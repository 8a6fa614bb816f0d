import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const ofGroups = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const ofRoles = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const memberships = "aws:iam/userGroupMembership:UserGroupMembership";

describe("The teams of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  /** Short names of what is attached to a holder's component. */
  const attached = (type: string, component: string): string[] =>
    [...ofType(primary, type).keys()]
      .filter((name) => name.startsWith(`${component}-`))
      .map((name) => name.slice(component.length + 1));
  const need = (type: string, name: string): ResourceResult => {
    const found = ofType(primary, type).get(name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };

  const guards = ["guard-trunk-0", "guard-versions-0", "guard-environments-0"];

  it("have what their level gives and no more", () => {
    expect(attached(ofGroups, "ccp-showcase-developers")).to.have.members([
      "copies-read-only",
      "no-administration",
      ...guards,
      "power-user",
      "team-basics",
    ]);
    expect(attached(ofGroups, "ccp-showcase-partners")).to.have.members([
      "copies-read-only",
      "no-administration",
      ...guards,
      "contributor",
      "team-basics",
    ]);
    expect(attached(ofGroups, "ccp-showcase-platform")).to.have.members([
      "copies-read-only",
      "require-mfa",
      ...guards,
      "administrator",
      "team-basics",
    ]);
  });

  it("give a role what they give the group", () => {
    expect(attached(ofRoles, "ccp-showcase-role-PartnerDevelopers")).to.have.members([
      "copies-read-only",
      "no-administration",
      ...guards,
      "partners-contributor",
      "team-basics",
    ]);
    const policy = need("aws:iam/policy:Policy", "ccp-showcase-partners-contributor").urn;
    for (const [type, name] of [
      [ofGroups, "ccp-showcase-partners-contributor"],
      [ofRoles, "ccp-showcase-role-PartnerDevelopers-partners-contributor"],
    ]) {
      expect(need(type, name).dependencies).to.include(policy);
    }
  });

  it("attach to a role of two teams each policy once", () => {
    expect(attached(ofRoles, "ccp-showcase-role-FederatedDevelopers")).to.have.members([
      "copies-read-only",
      "no-administration",
      ...guards,
      "power-user",
      "reader",
      "review",
      "team-basics",
    ]);
  });

  it("attach to reviewers what reads and what approves", () => {
    expect(attached(ofGroups, "ccp-showcase-reviewers")).to.have.members([
      "copies-read-only",
      "no-administration",
      ...guards,
      "reader",
      "review",
      "team-basics",
    ]);
  });

  it("guard no role of a team that pushes, and the policy pack agrees", () => {
    expect(attached(ofRoles, "ccp-showcase-role-ReleaseEngineers")).to.have.members([
      "copies-read-only",
      "no-administration",
      "power-user",
      "team-basics",
    ]);
    expect(primary.violations.filter(({ level }) => level === "mandatory")).to.deep.equal([]);
  });

  it("name a role as its account knows it", () => {
    for (const [name, { inputs }] of ofType(primary, ofRoles)) {
      // Roles for other accounts are of the stack's own.
      const role = String(inputs.role);
      const prefix = role.startsWith("ccp-") ? role : `ccp-showcase-role-${role}`;
      expect(name).to.match(new RegExp(`^${prefix}-`));
    }
  });

  it("attach to a group and a role what denies before what allows", () => {
    for (const type of [ofGroups, ofRoles]) {
      const attachments = [...ofType(primary, type).values()];
      const holder = ({ inputs, parent }: ResourceResult) => `${String(inputs.role)} ${parent}`;
      const denies = (name: string) =>
        /-(copies-read-only|no-administration|require-mfa|guard-.*)$/.test(name);
      const allows = attachments.filter(({ name }) => !denies(name));
      expect(allows).to.have.length.greaterThan(3);
      for (const allow of allows) {
        const guards = attachments.filter((other) => holder(other) === holder(allow) && denies(other.name));
        expect(guards, allow.name).to.have.length.greaterThan(1);
        expect([...dependenciesOf(primary, allow.urn)], allow.name).to.include.members(
          guards.map(({ urn }) => urn),
        );
      }
    }
  });

  it("take a member in, made or existing, when everything is attached", () => {
    for (const [team, person] of [
      ["partners", "jane"],
      ["platform", "pat"],
    ]) {
      const everything = attached(ofGroups, `ccp-showcase-${team}`).map(
        (suffix) => need(ofGroups, `ccp-showcase-${team}-${suffix}`).urn,
      );
      const membership = need(memberships, `ccp-showcase-${team}-${person}`);
      expect([...dependenciesOf(primary, membership.urn)]).to.include.members(everything);
    }
  });

  it("take an existing user in by its own name, and out of no other group", () => {
    expect(need(memberships, "ccp-showcase-partners-jane").inputs.user).to.equal("jane.doe");
    const types = primary.resources.map(({ type }) => type);
    expect(types).to.not.include("aws:iam/groupMembership:GroupMembership");
    expect(types.filter((type) => type.includes("Exclusive"))).to.deep.equal([]);
  });

  it("ask for MFA by a deny of everything, whoever asks for whatever", () => {
    const { inputs } = need("aws:iam/policy:Policy", "ccp-showcase-team-require-mfa");
    expect(JSON.parse(String(inputs.policy))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CodeCommitNeedsMfa",
          Effect: "Deny",
          Action: "codecommit:*",
          Resource: "*",
          Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
        },
      ],
    });
  });

  it("make no policy for MFA where none is asked for", async () => {
    const [dev] = await previewsOf("dev");
    expect([...ofType(dev, "aws:iam/policy:Policy").keys()]).to.not.include("ccp-dev-team-require-mfa");
  });
});
