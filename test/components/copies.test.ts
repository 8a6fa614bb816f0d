import { expect } from "chai";
import { refMovingActions } from "../../components/documents/actions";
import type { StackResult } from "../../local/engine";
import type { AttachedPolicy } from "../../policy-pack/access/evaluate";
import { allows, attachedPolicies } from "../support/attachedPolicies";
import { ofType, previewsOf } from "../support/previews";

const primaryRegion = "eu-central-1";

/** In any region: an ARN of the primary's own repositories, or of their copies. */
const arnIn = (region: string, repository: string) =>
  `arn:aws:codecommit:${region}:123456789012:${repository}`;

describe("The copies of showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;
  let replica: StackResult;
  let repositories: readonly string[];
  /** By name: every team, and every role for another account. */
  let holders: ReadonlyMap<string, readonly AttachedPolicy[]>;

  before(async () => {
    [primary, replica] = await previewsOf("showcase");
    repositories = [...ofType(primary, "aws:codecommit/repository:Repository").values()].map(({ inputs }) =>
      String(inputs.repositoryName),
    );
    const names = (type: string) =>
      [...ofType(primary, type).values()].map(({ inputs }) => String(inputs.name));
    holders = new Map([
      ...names("aws:iam/group:Group")
        .filter((name) => !name.startsWith("ccp-showcase-guard-"))
        .map((name) => [name, attachedPolicies(primary, "group", name)] as const),
      ...["partner", "builder"]
        .map((role) => `ccp-showcase-${role}`)
        .map((name) => [name, attachedPolicies(primary, "role", name)] as const),
    ]);
  });

  it("are reached by every access level", () => {
    const levels = Object.values(
      (primary.outputs.platform as { teams: Record<string, { access: string }> }).teams,
    ).map(({ access }) => access);
    expect([...new Set(levels)]).to.have.members([
      "administrator",
      "power-user",
      "contributor",
      "reviewer",
      "reader",
    ]);
    expect(holders.size).to.equal(levels.length + 2);
  });

  it("can be pulled by whoever can pull their source, and by nobody else", () => {
    for (const [name, policies] of holders) {
      const pulled = (region: string) =>
        repositories.filter((repository) => allows(policies, "GitPull", arnIn(region, repository)));
      expect(pulled(primaryRegion), name).to.have.length.greaterThan(0);
      for (const region of ["eu-west-1", "us-east-1"]) {
        expect(pulled(region), `${name} in ${region}`).to.deep.equal(pulled(primaryRegion));
      }
    }
  });

  it("can be decrypted by whoever can decrypt their source", () => {
    for (const [name, policies] of holders) {
      const statements = policies.flatMap(({ policy }) => JSON.stringify(policy));
      expect(statements.join("\n"), name).to.include("arn:aws:kms:*:123456789012:key/*");
    }
  });

  it("can be written by nobody, on any branch, by any action", () => {
    for (const [name, policies] of holders) {
      for (const action of refMovingActions.map((action) => action.replace("codecommit:", ""))) {
        for (const reference of ["refs/heads/main", "refs/heads/topic", "refs/tags/v1", undefined]) {
          for (const region of ["eu-west-1", "us-east-1"]) {
            const written = repositories.filter((repository) =>
              allows(policies, action, arnIn(region, repository), reference),
            );
            expect(written, `${name} ${action} ${reference} in ${region}`).to.deep.equal([]);
          }
        }
      }
    }
  });

  it("could be written without the deny that every one of them carries", () => {
    const policies = holders.get("ccp-showcase-developers") ?? [];
    const open = policies.filter(({ name }) => !name.includes("copies-read-only"));
    expect(open).to.have.length(policies.length - 1);
    expect(allows(open, "GitPush", arnIn("eu-west-1", "web-shop"), "refs/heads/topic")).to.equal(true);
  });

  it("have the description and the tags of their source, and no trigger, rule or default branch of their own", () => {
    // An adopted repository keeps what it has, which the settings need not say.
    const described = (stack: StackResult): Map<unknown, unknown> =>
      new Map(
        [...ofType(stack, "aws:codecommit/repository:Repository").values()]
          .filter(({ inputs }) => inputs.repositoryName !== "legacy-billing")
          .map(({ inputs }) => [
            inputs.repositoryName,
            { description: inputs.description, tags: inputs.tags },
          ]),
      );
    expect(described(replica)).to.deep.equal(described(primary));
    for (const copy of ofType(replica, "aws:codecommit/repository:Repository").values()) {
      expect(copy.inputs).to.not.have.property("defaultBranch");
    }
    const types = replica.resources.map(({ type }) => type);
    expect(
      types.filter((type) => /codecommit\/(trigger|approval)|codestarnotifications/.test(type)),
    ).to.deep.equal([]);
  });
});
