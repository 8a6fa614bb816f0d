import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { renameLines } from "../../local/renames";

type Operation = ResourceResult["operation"];

function resource(type: string, name: string, operation: Operation, inputs: object): ResourceResult {
  const urn = `urn:pulumi:dev::p::${type}::${name}`;
  const rest = { parent: null, custom: true, protect: false, dependencies: [], provider: null, changes: [] };
  return { urn, type, name, operation, inputs: { ...inputs }, ...rest };
}

/** A group with its members and its policies. */
function team(
  name: string,
  operation: Operation,
  users: readonly string[],
  policies: readonly string[] = ["p"],
) {
  return [
    resource("aws:iam/group:Group", name, operation, { name }),
    ...users.map((user) =>
      resource("aws:iam/userGroupMembership:UserGroupMembership", `${name}-${user}`, operation, {
        user,
        groups: [name],
      }),
    ),
    ...policies.map((policyArn) =>
      resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", `${name}-${policyArn}`, operation, {
        group: name,
        policyArn,
      }),
    ),
  ];
}

const linesOf = (...resources: ResourceResult[][]) =>
  renameLines({ resources: resources.flat(), dryRun: true } as unknown as StackResult);

describe("A rename of a team", () => {
  it("is said: the group is replaced", () => {
    expect(
      linesOf(team("developers", "delete", ["dana", "devin"]), team("devs", "create", ["devin", "dana"])),
    ).to.deep.equal([
      "rename: group developers is replaced by devs, with its memberships and attachments. Policies of your own that name developers have to be changed by hand.",
    ]);
  });

  it("is said of a group without people by its policies", () => {
    expect(linesOf(team("a", "delete", [], ["x", "y"]), team("b", "create", [], ["y", "x"]))).to.have.length(
      1,
    );
  });

  it("is said of a group whose name alone changes", () => {
    const group: ResourceResult = {
      ...resource("aws:iam/group:Group", "g", "replace", { name: "new" }),
      changes: [{ path: "name", kind: "update", old: "old", new: "new" }],
    };
    expect(linesOf([group])[0]).to.match(/^rename: group old is replaced by new,/);
  });

  it("is not said where other people are in the new group, and where it could be either of two", () => {
    expect(linesOf(team("a", "delete", ["dana"]), team("b", "create", ["rita"]))).to.deep.equal([]);
    expect(
      linesOf(team("a", "delete", ["dana"]), team("b", "create", ["dana"]), team("c", "create", ["dana"])),
    ).to.deep.equal([]);
    expect(linesOf(team("a", "same", ["dana"]), team("b", "create", ["dana"]))).to.deep.equal([]);
    expect(linesOf(team("a", "delete", [], []), team("b", "create", [], []))).to.deep.equal([]);
  });
});
