import { expect } from "chai";
import fc from "fast-check";
import { diffProperties, type PropertyChange } from "../../../local/engine/diff";
import { secret, UNKNOWN, type Values } from "../../../local/engine/values";

/** As a preview shows it, without its colours. */
function lines(changes: readonly PropertyChange[]): string[] {
  return changes.map(({ path, kind, old, new: fresh, orderOnly }) => {
    if (orderOnly === true) return `~ ${path}: order`;
    if (kind === "add") return `+ ${path}: ${JSON.stringify(fresh)}`;
    return kind === "delete"
      ? `- ${path}: ${JSON.stringify(old)}`
      : `~ ${path}: ${JSON.stringify(old)} => ${JSON.stringify(fresh)}`;
  });
}

const diff = (old: Values, fresh: Values, sets?: readonly string[]) =>
  lines(diffProperties(old, fresh, sets));

describe("The difference of two lists", () => {
  it("is what came and what went, wherever it stands", () => {
    expect(diff({ list: ["b", "c"] }, { list: ["a", "b", "c"] })).to.deep.equal(['+ list[0]: "a"']);
    expect(diff({ list: ["a", "b", "c"] }, { list: ["a", "c"] })).to.deep.equal(['- list[1]: "b"']);
  });

  it("is a change where one stands in the other's place", () => {
    expect(diff({ list: ["a", "b"] }, { list: ["a", "c"] })).to.deep.equal(['~ list[1]: "b" => "c"']);
  });

  it("is one line for another order, and nothing where the list is a set", () => {
    const [old, fresh] = [{ list: ["a", "b", "c"] }, { list: ["c", "a", "b"] }];
    expect(diff(old, fresh)).to.deep.equal(["~ list: order"]);
    expect(diff(old, fresh, ["list"])).to.deep.equal([]);
    expect(diff(old, fresh, ["other", "list.of", "lists"])).to.deep.equal(["~ list: order"]);
  });

  it("counts what stands there twice", () => {
    expect(diff({ list: ["a", "a"] }, { list: ["a"] }, ["list"])).to.deep.equal(['- list[1]: "a"']);
    expect(diff({ list: ["a"] }, { list: ["a", "a"] })).to.deep.equal(['+ list[1]: "a"']);
  });

  it("finds a structure by its name, and else by its content", () => {
    const old = {
      rules: [
        { name: "x", size: 1 },
        { name: "y", size: 2 },
      ],
    };
    const fresh = {
      rules: [
        { name: "new", size: 0 },
        { name: "x", size: 3 },
        { name: "y", size: 2 },
      ],
    };
    expect(diff(old, fresh)).to.deep.equal([
      '~ rules["x"].size: 1 => 3',
      '+ rules[0]: {"name":"new","size":0}',
    ]);
    expect(diff({ rules: [{ size: 1 }, { size: 2 }] }, { rules: [{ size: 2 }] })).to.deep.equal([
      '- rules[0]: {"size":1}',
    ]);
  });

  it("keeps the order of a list inside of a set", () => {
    const triggers = (...branches: string[]) => ({ triggers: [{ name: "a", branches }, { name: "b" }] });
    expect(diff(triggers("x", "y"), triggers("y", "x"), ["triggers"])).to.deep.equal([
      '~ triggers["a"].branches: order',
    ]);
  });

  it("shows no secret, and no unknown as a value", () => {
    const old = { list: ["a", secret("swordfish")] };
    expect(diff(old, { list: ["a"] }, ["list"])).to.deep.equal(['- list[1]: "[secret]"']);
    expect(diff(old, { list: ["a", "swordfish"] })).to.deep.equal([]);
    expect(diff({ list: [] }, { list: [UNKNOWN] })).to.deep.equal(['+ list[0]: "[unknown]"']);
  });

  it("is empty exactly for equal lists, and for sets with the same elements", () => {
    const element = fc.oneof(
      fc.constantFrom("a", "b", "c"),
      fc.record({ name: fc.constantFrom("x", "y"), size: fc.constantFrom(1, 2) }),
    );
    const list = fc.array(element, { maxLength: 5 });
    const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();
    fc.assert(
      fc.property(list, list, (old, fresh) => {
        const isSame = JSON.stringify(old) === JSON.stringify(fresh);
        expect(diff({ list: old }, { list: fresh }).length === 0).to.equal(isSame);
        const isSameSet = JSON.stringify(sorted(old)) === JSON.stringify(sorted(fresh));
        expect(diff({ list: old }, { list: fresh }, ["list"]).length === 0).to.equal(isSameSet);
      }),
    );
  });
});

describe("The difference of two policies", () => {
  const guard = {
    Sid: "Guard",
    Effect: "Deny",
    Action: ["codecommit:GitPush", "codecommit:DeleteBranch"],
    Resource: ["arn:a", "arn:b"],
    Condition: {
      StringLikeIfExists: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
    },
  };
  const read = { Effect: "Allow", Action: "codecommit:Get*", Resource: "*" };
  const policy = (...Statement: unknown[]) => ({
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });

  // SuppressEquivalentPolicyDiffs of terraform-provider-aws: the real engine shows no change either.
  it("is nothing for another order, and for a list of one", () => {
    const reordered = {
      ...guard,
      Resource: ["arn:b", "arn:a"],
      Action: ["codecommit:DeleteBranch", "codecommit:GitPush"],
      Condition: {
        StringLikeIfExists: { "codecommit:References": ["refs/heads/release/*", "refs/heads/main"] },
      },
    };
    const listed = { ...read, Action: ["codecommit:Get*"], Resource: ["*"] };
    expect(diff(policy(guard, read), policy(listed, reordered))).to.deep.equal([]);
  });

  it("is told by statement: what each of them gained and lost", () => {
    const changed = { ...guard, Resource: ["arn:new", "arn:a"], Effect: "Allow" };
    expect(diff(policy(guard, read), policy(read, changed))).to.deep.equal([
      '~ policy.Statement["Guard"].Effect: "Deny" => "Allow"',
      '- policy.Statement["Guard"].Resource[1]: "arn:b"',
      '+ policy.Statement["Guard"].Resource[0]: "arn:new"',
    ]);
  });

  it("is a whole statement where one came or went", () => {
    expect(
      diff(policy(guard), policy({ ...read, Sid: "Read" }, guard)).map((line) => line.slice(0, 24)),
    ).to.deep.equal(["+ policy.Statement[0]: {"]);
    expect(diff(policy(read, guard), policy(guard)).map((line) => line.slice(0, 24))).to.deep.equal([
      "- policy.Statement[0]: {",
    ]);
  });

  it("finds the one changed statement that has no Sid", () => {
    expect(diff(policy(guard, read), policy(guard, { ...read, Resource: "arn:a" }))).to.deep.equal([
      '- policy.Statement[1].Resource[0]: "*"',
      '+ policy.Statement[1].Resource[0]: "arn:a"',
    ]);
  });

  it('takes true and "true" for one, and another operator for another', () => {
    const when = (Condition: object) => policy({ ...read, Condition });
    expect(
      diff(
        when({ Bool: { "aws:SecureTransport": false } }),
        when({ Bool: { "aws:SecureTransport": ["false"] } }),
      ),
    ).to.deep.equal([]);
    expect(diff(when({ Bool: { a: "true" } }), when({ BoolIfExists: { a: "true" } }))).to.have.length(2);
  });
});

describe("The difference of other documents", () => {
  // The provider compares an approval rule's content as JSON, lists in their order (SuppressEquivalentJSONDiffs): it
  // updates, so that is no "unchanged".
  it("is the members of an approval pool that came and went, and one line for another order", () => {
    const rule = (...ApprovalPoolMembers: string[]) => ({
      content: JSON.stringify({
        Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 1, ApprovalPoolMembers }],
      }),
    });
    expect(diff(rule("b", "c"), rule("a", "b", "c"))).to.deep.equal([
      '+ content.Statements[0].ApprovalPoolMembers[0]: "a"',
    ]);
    expect(diff(rule("a", "b"), rule("b", "a"))).to.deep.equal(["~ content: order"]);
  });

  it("keeps the order of a container's command", () => {
    const containers = (...command: string[]) => ({
      containerDefinitions: JSON.stringify([{ name: "worker", command }]),
    });
    expect(diff(containers("a", "b"), containers("b", "a"))).to.deep.equal([
      '~ containerDefinitions["worker"].command: order',
    ]);
  });
});
