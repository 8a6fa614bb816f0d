import { expect } from "chai";
import fc from "fast-check";
import { evaluateWithin, type AttachedPolicy } from "../../../policy-pack/access/evaluate";
import type { Identity, Kind } from "../../../policy-pack/access/identities";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { refMoves } from "../../../policy-pack/access/refMoves";
import { bearingOn, decide, whoCan } from "../../../policy-pack/access/whoCan";

const account = "123456789012";
const repositories = ["eu-central-1", "eu-west-1"].flatMap((region) =>
  ["payments-api", "payments-web", "shop"].map((name) => `arn:aws:codecommit:${region}:${account}:${name}`),
);
const references = ["refs/heads/main", "refs/heads/release/1", "refs/heads/other"];
const actions = ["codecommit:GitPush", "codecommit:CreateBranch", "codecommit:DeleteBranch"];

const some = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
const statement = fc.record({
  Effect: some("Allow", "Allow", "Deny"),
  Action: some<string | string[]>("*", "codecommit:Git*", "codecommit:*Branch", [
    "codecommit:GitPush",
    "codecommit:DeleteBranch",
  ]),
  Resource: some<string | string[]>(
    "*",
    "arn:aws:codecommit:*:*:payments-*",
    "arn:aws:codecommit:eu-central-1:*:*",
    "arn:aws:codecommit:*:*:${aws:username}",
    [repositories[0], repositories[5]],
  ),
  Condition: some<object>(
    {},
    {
      StringLikeIfExists: { "codecommit:References": "refs/heads/release/*" },
      Null: { "codecommit:References": "false" },
    },
    { StringNotEquals: { "codecommit:References": "refs/heads/main" } },
    { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    { StringEquals: { "aws:username": "shop" } },
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/teams/*" } },
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  ),
});
const policy = fc.array(statement, { minLength: 1, maxLength: 3 });
const attached = fc
  .tuple(some("guard", "access", "more"), policy)
  .map(([name, Statement]): AttachedPolicy => ({
    name,
    path: "group developers",
    policy: parsePolicy({ Version: "2012-10-17", Statement }),
  }));

/** Several identities, of whom some have the very same policies, as the members of a group do. */
const identities = fc
  .record({
    lists: fc.array(fc.array(attached, { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
    boundary: fc.option(attached, { nil: undefined }),
    members: fc.array(
      fc.record({
        kind: some<Kind>("user", "role", "group"),
        name: some("ada", "shop", "payments-api"),
        path: some("/", "/teams/"),
        list: fc.nat(1),
        bounded: fc.boolean(),
        gaps: some<readonly string[]>([], ["something is not known"]),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ lists, boundary, members }) =>
    members.map(({ list, bounded, ...member }): Identity => ({
      ...member,
      groups: [],
      members: [],
      policies: lists[list % lists.length],
      ...(bounded && boundary && { boundary }),
    })),
  );

/** One decision, by the evaluator alone. */
function decideAlone(
  { kind, name, path, policies, boundary }: Identity,
  action: string,
  resource: string,
  reference?: string,
) {
  const context = {
    "codecommit:References": reference ?? [],
    "aws:RequestedRegion": resource.split(":")[3],
    "aws:PrincipalAccount": account,
    ...(kind !== "group" && {
      "aws:username": kind === "user" ? name : [],
      "aws:PrincipalArn": `arn:aws:iam::${account}:${kind}${path}${name}`,
    }),
  };
  return evaluateWithin(boundary, { action, resource, context }, policies, "anything");
}

describe("precedents", () => {
  it("decide as the evaluator does, whoever asks and whatever was asked before", () => {
    const question = fc.tuple(
      fc.nat(),
      some(...(actions as [string])),
      some(...(repositories as [string])),
      fc.option(some(...(references as [string])), { nil: undefined }),
    );
    fc.assert(
      fc.property(identities, fc.array(question, { minLength: 5, maxLength: 30 }), (all, questions) => {
        for (const [who, action, resource, reference] of questions) {
          const identity = all[who % all.length];
          expect(decide(identity, action, resource, reference, "anything")).to.deep.equal(
            decideAlone(identity, action, resource, reference),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("put only such repositories together as are decided alike", () => {
    fc.assert(
      fc.property(identities, some(...(actions as [string])), ([identity], action) => {
        const groups = bearingOn(identity, action).alike(repositories);
        expect(groups.flat()).to.have.members(repositories);
        for (const group of groups) {
          for (const reference of [undefined, ...references]) {
            const effects = group.map(
              (resource) => decideAlone(identity, action, resource, reference).effect,
            );
            expect(new Set(effects).size).to.equal(1);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("give every reference move that asking about each action and repository gives", () => {
    fc.assert(
      fc.property(identities, ([identity]) => {
        const asked = actions.flatMap((action) =>
          repositories.flatMap((resource) =>
            whoCan({ action, resource, references }, [identity]).map((access) => ({
              action,
              resource,
              ...access,
            })),
          ),
        );
        const [first] = [...asked.filter(({ verdict }) => verdict === "allowed"), ...asked];
        const same = asked.filter(({ verdict }) => verdict === first.verdict);
        const [move] = refMoves([identity], { repositories, references, actions });
        if (!first) expect(move).to.equal(undefined);
        else {
          expect(move.decision).to.deep.equal(first.decision);
          expect(move.reference).to.equal(first.reference);
          expect([...move.actions]).to.have.members([...new Set(same.map(({ action }) => action))]);
          expect([...move.repositories]).to.have.members([...new Set(same.map(({ resource }) => resource))]);
          expect([...move.references]).to.have.members([...new Set(same.map(({ reference }) => reference))]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("ask about one of a thousand repositories that no statement tells apart", () => {
    const many = Array.from(
      { length: 1000 },
      (_, index) => `arn:aws:codecommit:eu-central-1:${account}:r${index}`,
    );
    const list: readonly AttachedPolicy[] = [
      {
        name: "guard",
        path: "group developers",
        policy: parsePolicy({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "codecommit:*", Resource: "*" },
            { Effect: "Deny", Action: "codecommit:GitPush", Resource: many.slice(0, 400) },
            { Effect: "Deny", Action: "iam:*", Resource: "arn:aws:iam::*:user/${aws:username}" },
          ],
        }),
      },
    ];
    const identity: Identity = {
      ...{ kind: "group", name: "developers", groups: [], members: [], policies: list, gaps: [] },
    };
    const sizes = (action: string) =>
      bearingOn(identity, action)
        .alike(many)
        .map(({ length }) => length);
    expect(sizes("codecommit:GitPush")).to.deep.equal([400, 600]);
    expect(sizes("codecommit:GitPull")).to.deep.equal([1000]);
    expect(sizes("iam:DeleteUser"), "what a variable stands for depends on who asks").to.have.lengthOf(1000);
    expect(bearingOn(identity, "codecommit:CreateBranch")).to.equal(
      bearingOn(identity, "codecommit:GitPull"),
    );
  });
});
