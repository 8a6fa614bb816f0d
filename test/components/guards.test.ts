import { expect } from "chai";
import type { PolicyDocument } from "../../components/documents/policyDocument";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const group = "aws:iam/group:Group";
const attachment = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
const membership = "aws:iam/userGroupMembership:UserGroupMembership";
const template = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";
const association = "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation";

describe("The guards of the primary stack of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const resource = (type: string, name: string): ResourceResult => {
    const found = ofType(primary, type).get(name);
    if (found === undefined) throw new Error(`There is no ${type} ${name}.`);
    return found;
  };
  const guard = (protection: string) =>
    resource("aws:iam/policy:Policy", `ccp-showcase-guard-${protection}-0`);
  const statement = (protection: string) =>
    (JSON.parse(String(guard(protection).inputs.policy)) as PolicyDocument).Statement[0];

  it("name branches and tags by their full references", () => {
    expect(statement("trunk").Condition?.StringLikeIfExists).to.deep.equal({
      "codecommit:References": ["refs/heads/main", "refs/heads/release/*"],
    });
    expect(statement("versions").Condition?.StringLikeIfExists).to.deep.equal({
      "codecommit:References": ["refs/tags/v*"],
    });
  });

  it("leave merges of pull requests open where everyone may merge, and nowhere else", () => {
    const merges = (protection: string) =>
      [statement(protection).Action].flat().filter((action) => action.includes(":MergePullRequestBy")).length;
    expect([merges("trunk"), merges("versions"), merges("environments")]).to.deep.equal([3, 3, 0]);
  });

  it("open merges only once the approval rules are in place", () => {
    const { urn } = resource(association, "ccp-showcase-environments.env-4210ac43-infrastructure");
    expect(guard("environments").dependencies).to.include(urn);
    expect(guard("trunk").dependencies).to.not.include(urn);
  });

  it("reach single people through a group that has the guard's policies and nothing else, and has them first", () => {
    for (const protection of ["trunk", "versions"]) {
      const name = `ccp-showcase-guard-${protection}`;
      expect(resource(group, `${name}-group`).inputs.name).to.equal(name);
      const attached = [...ofType(primary, attachment).values()].filter(
        ({ inputs }) => inputs.group === name,
      );
      expect(attached.map((found) => found.name)).to.deep.equal([`${name}-guard-${protection}-0`]);
      expect([...dependenciesOf(primary, attached[0].urn)]).to.include(guard(protection).urn);
      const joined = resource(membership, `${name}-carla`);
      expect(joined.inputs).to.deep.include({ user: "ccp-showcase-carla", groups: [name] });
      expect(joined.dependencies).to.include(attached[0].urn);
    }
    expect([...ofType(primary, group).keys()]).to.not.include("ccp-showcase-guard-environments-group");
  });
});

describe("The approval rules of the primary stack of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const content = (name: string): unknown =>
    JSON.parse(String(ofType(primary, template).get(name)?.inputs.content));
  const user = (name: string) => `arn:aws:iam::123456789012:user/ccp-showcase-${name}`;

  it("are one template for each branch or pattern", () => {
    expect([...ofType(primary, template).values()].map(({ inputs }) => inputs.name)).to.have.members([
      "ccp-showcase-trunk.main",
      "ccp-showcase-trunk.release-5d122911",
      "ccp-showcase-trunk.develop",
      "ccp-showcase-environments.env-4210ac43",
    ]);
  });

  it("name the members of teams, single people and sessions of roles", () => {
    expect(content("ccp-showcase-trunk.main")).to.deep.equal({
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/main"],
      Statements: [
        {
          Type: "Approvers",
          NumberOfApprovalsNeeded: 2,
          ApprovalPoolMembers: [
            user("rita"),
            user("remi"),
            "arn:aws:sts::123456789012:assumed-role/ReleaseEngineers/*",
          ],
        },
      ],
    });
    expect(content("ccp-showcase-trunk.release-5d122911")).to.deep.equal({
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/release/*"],
      Statements: [
        {
          Type: "Approvers",
          NumberOfApprovalsNeeded: 1,
          ApprovalPoolMembers: [
            user("rita"),
            user("remi"),
            user("dana"),
            "arn:aws:sts::123456789012:assumed-role/ReleaseEngineers/*",
            "arn:aws:sts::123456789012:assumed-role/Review/*",
          ],
        },
      ],
    });
    expect(content("ccp-showcase-trunk.develop")).to.deep.equal({
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/develop"],
      Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 1 }],
    });
  });

  it("are associated with every repository of their protection", () => {
    const pairs = [...ofType(primary, association).values()].map(
      ({ inputs }) => `${String(inputs.approvalRuleTemplateName)} ${String(inputs.repositoryName)}`,
    );
    expect(pairs).to.have.members([
      ...["main", "release-5d122911", "develop"].flatMap((branch) =>
        ["payments-api", "web-shop", "infrastructure", "legacy-billing"].map(
          (name) => `ccp-showcase-trunk.${branch} ${name}`,
        ),
      ),
      "ccp-showcase-environments.env-4210ac43 infrastructure",
    ]);
  });

  it("leave before their template and their repository do", () => {
    const found = ofType(primary, association).get("ccp-showcase-trunk.main-web-shop");
    expect(found?.dependencies).to.include.members([
      ofType(primary, template).get("ccp-showcase-trunk.main")?.urn,
      ofType(primary, "aws:codecommit/repository:Repository").get("ccp-showcase-web-shop-repository")?.urn,
    ]);
  });
});
