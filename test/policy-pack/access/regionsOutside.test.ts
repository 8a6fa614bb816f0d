import { expect } from "chai";
import fc from "fast-check";
import type { AttachedPolicy } from "../../../policy-pack/access/evaluate";
import type { Identity } from "../../../policy-pack/access/identities";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { refMoves } from "../../../policy-pack/access/refMoves";
import { regionsOutside } from "../../../policy-pack/access/regionsOutside";
import { repositoriesLike } from "../../../policy-pack/access/repositoriesLike";
import { bearingOn, decide } from "../../../policy-pack/access/whoCan";

const account = "123456789012";
const push = "codecommit:GitPush";
const arn = (region: string, name: string) => `arn:aws:codecommit:${region}:${account}:${name}`;

function identityWith(...Statement: object[]): Identity {
  const policy: AttachedPolicy = {
    ...{ name: "own", path: "group g", policy: parsePolicy({ Version: "2012-10-17", Statement }) },
  };
  return { kind: "group", name: "g", groups: ["g"], members: [], gaps: [], policies: [policy] };
}

const allow = { Effect: "Allow", Action: push, Resource: "*" };
const deny = { Effect: "Deny", Action: push };

/** The regions but for eu-central-1 in which the identity can push to a repository. */
function regions(...statements: object[]): readonly string[] {
  const identity = identityWith(...statements);
  const outside =
    regionsOutside("eu-central-1", { partition: "aws", account }, bearingOn(identity, push)) ?? [];
  const question = {
    repositories: outside.map((region) => arn(region, "payments-api")),
    references: ["refs/?*"],
  };
  return refMoves([identity], { ...question, actions: [push] }).flatMap(({ repositories }) =>
    repositories.map((repository) => repository.split(":")[3]),
  );
}

describe("regionsOutside", () => {
  const cases: readonly (readonly [string, readonly object[], RegExp?])[] = [
    ["a deny of all but the region", [allow, { ...deny, NotResource: arn("eu-central-1", "*") }]],
    [
      "a deny by condition",
      [
        allow,
        { ...deny, Resource: "*", Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } } },
      ],
    ],
    [
      "two denies, each of half of the regions",
      [
        allow,
        { ...deny, Resource: arn("eu-*", "*") },
        { ...deny, Resource: "*", Condition: { StringNotLike: { "aws:RequestedRegion": "eu-*" } } },
      ],
    ],
    [
      "a deny that spares another region",
      [allow, { ...deny, NotResource: [arn("eu-central-1", "*"), arn("me-south-1", "*")] }],
      /^me-south-1$/,
    ],
    [
      "a deny that spares regions nobody has heard of",
      [allow, { ...deny, NotResource: arn("eu-central-?", "*") }],
      /^eu-central-[^1]$/,
    ],
    [
      "a deny that spares one region, whatever its case",
      [
        allow,
        {
          ...deny,
          Resource: "*",
          Condition: { StringNotEqualsIgnoreCase: { "aws:RequestedRegion": ["EU-CENTRAL-1", "SA-EAST-1"] } },
        },
      ],
      /^sa-east-1$/,
    ],
    [
      "an incomplete ARN that exempts everything",
      [allow, { ...deny, NotResource: "arn:aws:codecommit" }],
      /^us-east-1$/,
    ],
    ["a grant in one region", [{ ...allow, Resource: arn("ap-*-3", "*") }], /^ap-.+-3$/],
  ];
  for (const [what, statements, expected] of cases) {
    it(`finds ${expected ? "a region" : "nothing"} behind ${what}`, () => {
      const found = regions(...statements);
      expect(found).to.have.lengthOf(expected ? 1 : 0);
      if (expected) expect(found[0]).to.match(expected);
    });
  }
});

describe("regions, repositories and brute force", () => {
  const some = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
  const prefixes = ["aa-", "ab-", "ba-"];
  const middles = ["a", "b", "ab", "a-a", "a-b", "b-a"];
  const allRegions = prefixes.flatMap((prefix) =>
    middles.flatMap((middle) => ["1", "2"].map((digit) => `${prefix}${middle}-${digit}`)),
  );
  const allNames = ["a", "b", "ab", "ba", "aa", "a.b"];
  const piece = fc.string({ unit: some("a", "b", "*", "?", "-", "1"), maxLength: 6 });
  const resource = fc.oneof(
    fc.tuple(piece, piece).map(([region, name]) => arn(region, name)),
    piece.map((region) => `arn:aws:codecommit:${region}`),
    piece.map((name) => `arn:aws:codecommit:*${name}`),
    some("*", "arn:*:b", "arn:aws:codecommit"),
  );
  const statement = fc
    .record({
      effect: some("Allow", "Deny"),
      not: fc.boolean(),
      resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
      operator: some("", "", "StringLike", "StringNotLike", "StringNotEqualsIgnoreCase"),
      region: fc.oneof(piece, some(...(allRegions as [string]))),
    })
    .map(({ effect, not, resources, operator, region }) => ({
      Effect: effect,
      Action: push,
      [not ? "NotResource" : "Resource"]: resources,
      ...(operator !== "" && { Condition: { [operator]: { "aws:RequestedRegion": region } } }),
    }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
  const isAllowed = (identity: Identity, repository: string) =>
    decide(identity, push, repository, "refs/heads/main", "anything").effect === "allow";

  it("agree on what is allowed in some region", () => {
    fc.assert(
      fc.property(statements, some(...(allNames as [string])), (all, name) => {
        const identity = identityWith(...all);
        const standing =
          regionsOutside("aa-a-1", { partition: "aws", account }, bearingOn(identity, push)) ?? [];
        const brute = allRegions.filter(
          (region) => region !== "aa-a-1" && isAllowed(identity, arn(region, name)),
        );
        const proved = standing.filter((region) => isAllowed(identity, arn(region, name)));
        expect(standing).to.not.include("aa-a-1");
        if (brute.length > 0) expect(proved, brute.join()).to.not.deep.equal([]);
      }),
      { numRuns: 100 },
    );
  });

  it("agree on what is allowed on some repository", () => {
    fc.assert(
      fc.property(statements, (all) => {
        const identity = identityWith(...all);
        const usual = [arn("aa-a-1", "a")] as const;
        const standing = repositoriesLike(usual, bearingOn(identity, push)) ?? [];
        const every = allRegions.flatMap((region) => allNames.map((name) => arn(region, name)));
        const brute = every.filter((repository) => isAllowed(identity, repository));
        const proved = standing.filter((repository) => isAllowed(identity, repository));
        if (brute.length > 0) expect(proved, brute.join()).to.not.deep.equal([]);
      }),
      { numRuns: 100 },
    );
  });
});
