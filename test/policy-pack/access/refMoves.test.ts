import { expect } from "chai";
import fc from "fast-check";
import type { Identity } from "../../../policy-pack/access/identities";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { refMoves } from "../../../policy-pack/access/refMoves";

const repository = "arn:aws:codecommit:eu-central-1:123456789012:payments-api";
const push = "codecommit:GitPush";

const identityWith = (...Statement: object[]): Identity => ({
  kind: "user",
  name: "ada",
  path: "/",
  groups: [],
  members: [],
  gaps: [],
  policies: [{ name: "own", path: "user ada", policy: parsePolicy({ Version: "2012-10-17", Statement }) }],
});

/** The references of a pattern that can be moved, as the proof names them. */
function movable(pattern: string, ...statements: object[]): readonly string[] {
  const question = { repositories: [repository], references: [pattern], actions: [push] };
  return refMoves([identityWith(...statements)], question).flatMap(({ references }) => references);
}

const on = (operator: string, ...references: string[]) => ({
  [operator]: { "codecommit:References": references },
});
const allow = { Effect: "Allow", Action: push, Resource: "*" };
const deny = { Effect: "Deny", Action: push, Resource: "*" };

describe("refMoves", () => {
  describe("finds what no list of names would have", () => {
    const cases: readonly (readonly [string, string, readonly object[], readonly string[]])[] = [
      [
        "a grant on a name in the middle of nowhere",
        "refs/heads/release/*",
        [{ ...allow, Condition: on("StringLike", "refs/heads/*/qq") }],
        ["refs/heads/release/qq"],
      ],
      [
        "an exemption of short names",
        "refs/heads/release/*",
        [allow, { ...deny, Condition: on("StringNotLike", "refs/heads/*/??") }],
        ["refs/heads/release/xx"],
      ],
      [
        "an exemption whatever its case",
        "refs/heads/release/*",
        [allow, { ...deny, Condition: on("StringNotEqualsIgnoreCase", "refs/heads/RELEASE/Odd") }],
        ["refs/heads/release/odd"],
      ],
      [
        "a guard with regard to case, where the pattern has none",
        "refs/heads/v?",
        [
          allow,
          {
            ...deny,
            Condition: on(
              "StringLike",
              ..."0123456789abcdefghijklmnopqrstuvwxyz".split("").map((c) => `refs/heads/v${c}`),
            ),
          },
        ],
        ["refs/heads/vX"],
      ],
      [
        "the one name between two halves of a guard",
        "refs/heads/release/*",
        [
          allow,
          { ...deny, Condition: on("StringLike", "refs/heads/release/a*") },
          { ...deny, Condition: on("StringNotLike", "refs/heads/release/a*", "refs/heads/release/gap") },
        ],
        ["refs/heads/release/gap"],
      ],
      [
        "names that are longer than any that are listed",
        "refs/heads/*",
        [allow, { ...deny, Condition: on("StringNotLike", "refs/heads/?????????????") }],
        ["refs/heads/xxxxxxxxxxxxx"],
      ],
      [
        "a push along with another reference, for a guard of all values",
        "refs/heads/main",
        [allow, { ...deny, Condition: on("ForAllValues:StringLike", "refs/heads/main") }],
        ["refs/heads/main"],
      ],
      [
        "a push along with another reference, for a grant of any value",
        "refs/heads/main",
        [{ ...allow, Condition: on("ForAnyValue:StringLike", "refs/heads/feature/*") }],
        ["refs/heads/main"],
      ],
    ];
    for (const [what, pattern, statements, expected] of cases) {
      it(what, () => {
        expect(movable(pattern, ...statements)).to.deep.equal(expected);
      });
    }
  });

  describe("finds nothing behind", () => {
    const cases: readonly (readonly [string, string, readonly object[]])[] = [
      [
        "a guard of two denies, each with a gap that the other closes",
        "refs/heads/release/*",
        [
          allow,
          { ...deny, Condition: on("StringLike", "refs/heads/release/a*") },
          { ...deny, Condition: on("StringNotLike", "refs/heads/release/a*") },
        ],
      ],
      [
        "a guard of all names that git allows",
        "refs/heads/release/*",
        [allow, { ...deny, Condition: on("StringLike", "refs/heads/release/?*") }],
      ],
      [
        "a guard that matches more than the pattern",
        "refs/heads/release/*",
        [allow, { ...deny, Condition: on("StringLike", "*/r*e/*") }],
      ],
      [
        "a guard whatever the case",
        "refs/heads/main",
        [allow, { ...deny, Condition: on("StringEqualsIgnoreCase", "REFS/HEADS/MAIN") }],
      ],
      [
        "a grant that stops short of the pattern",
        "refs/heads/release/*",
        [{ ...allow, Condition: on("StringLike", "refs/heads/r?lease", "refs/heads/releases/*") }],
      ],
      [
        "a guard of any value",
        "refs/heads/main",
        [allow, { ...deny, Condition: on("ForAnyValue:StringLike", "refs/heads/main") }],
      ],
      [
        "a grant for what a member is called, whatever that is",
        "refs/heads/main",
        [{ ...allow, Condition: on("StringLike", "refs/heads/feature/${aws:username}/*") }],
      ],
    ];
    for (const [what, pattern, statements] of cases) {
      it(what, () => {
        expect(movable(pattern, ...statements)).to.deep.equal([]);
      });
    }
  });

  it("cannot tell of policies that tell more cases apart than can be looked at", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    const denies = letters.map((letter) => ({
      ...deny,
      Condition: on("StringLike", `*${letter}*${letter}*`),
    }));
    const question = { repositories: [repository], references: ["refs/heads/*"], actions: [push] };
    const [move] = refMoves([identityWith(allow, ...denies)], question);
    expect(move.verdict).to.equal("cannotTell");
    expect(move.doubts).to.deep.equal(["its policies tell more cases apart than can be looked at"]);
  });
});

/** Signs of names in the test below: two letters, one of them in both cases, and what stands between parts of a name. */
const signs = ["a", "A", "b", "/"];
const longest = 6;

/** All names of up to six signs that git allows. */
const names = Array.from({ length: longest })
  .reduce<readonly (readonly string[])[]>(
    (byLength) => [
      ...byLength,
      byLength[byLength.length - 1].flatMap((name) => signs.map((sign) => name + sign)),
    ],
    [[""]],
  )
  .flat()
  .filter((name) => name !== "" && !/^\/|\/\/|\/$/.test(name));

const some = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
const written = fc.string({ unit: some("a", "A", "b", "/", "*", "?"), minLength: 1, maxLength: 5 });
const operators = [
  "StringLike",
  "StringNotLike",
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
] as const;

interface OnReferences {
  readonly operator: (typeof operators)[number];
  readonly set: "" | "ForAnyValue:" | "ForAllValues:";
  readonly ifExists: "" | "IfExists";
  readonly values: readonly string[];
}

interface Written {
  readonly effect: "Allow" | "Deny";
  readonly conditions: readonly OnReferences[];
  readonly missing: "no" | "true" | "false";
}

const condition: fc.Arbitrary<OnReferences> = fc.record({
  operator: some(...operators),
  set: some("", "", "", "ForAnyValue:", "ForAllValues:"),
  ifExists: some("", "IfExists"),
  values: fc.array(written, { minLength: 1, maxLength: 3 }),
});
const policy: fc.Arbitrary<readonly Written[]> = fc.array(
  fc.record({
    effect: some("Allow", "Deny"),
    conditions: fc.array(condition, { maxLength: 2 }),
    missing: some("no", "no", "no", "true", "false"),
  }),
  { minLength: 1, maxLength: 5 },
);

function documentOf(statements: readonly Written[]): readonly object[] {
  return statements.map(({ effect, conditions, missing }, index) => ({
    Effect: effect,
    Action: push,
    // Two conditions of one operator would be one with two keys.
    Resource: index % 2 === 0 ? "*" : repository,
    Condition: {
      ...Object.fromEntries(
        conditions.map(({ operator, set, ifExists, values }) => [
          `${set}${operator}${ifExists}`,
          { "codecommit:References": values },
        ]),
      ),
      ...(missing !== "no" && { Null: { "codecommit:References": missing } }),
    },
  }));
}

/** A plain matcher that shares nothing with the one that is tested. */
function plain(pattern: string, literally: boolean, ignoreCase: boolean): RegExp {
  const source = [...pattern].map((sign) =>
    !literally && sign === "*" ? ".*" : !literally && sign === "?" ? "." : sign.replace(/[*?/]/, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`, ignoreCase ? "i" : "");
}

/** Which of the names a condition's values match: remembered, as few patterns are possible and many are asked. */
const matched = new Map<string, Uint8Array>();

function matchedNames(operator: string, value: string): Uint8Array {
  const key = `${operator} ${value}`;
  const known = matched.get(key);
  if (known) return known;
  const matcher = matcherOf(operator, value);
  const found = Uint8Array.from(names, (name) => Number(matcher.test(name)));
  matched.set(key, found);
  return found;
}

function matcherOf(operator: string, value: string): RegExp {
  return plain(value, !operator.endsWith("Like"), operator.endsWith("IgnoreCase"));
}

/** Whether a condition holds of a request, with the name and perhaps others beside it, whichever suits the caller. */
function holdsPlainly(
  { operator, set, values }: OnReferences,
  effect: Written["effect"],
  matches: (value: string) => boolean,
): boolean {
  if (effect === "Allow" && set === "ForAnyValue:") return true;
  if (effect === "Deny" && set === "ForAllValues:") return false;
  return values.some(matches) !== operator.includes("Not");
}

function allowedPlainly(
  statements: readonly Written[],
  matches: (operator: string, value: string) => boolean,
) {
  const apply = ({ effect, conditions, missing }: Written) =>
    missing !== "true" &&
    conditions.every((each) => holdsPlainly(each, effect, (value) => matches(each.operator, value)));
  return (
    statements.some((each) => each.effect === "Allow" && apply(each)) &&
    !statements.some((each) => each.effect === "Deny" && apply(each))
  );
}

/** How many random policies: as many as one waits for, or as many as are asked for. */
const runs = Number(process.env.PROOF_RUNS ?? 1000);

describe("refMoves and brute force", () => {
  it(`agree on all names of up to ${longest} signs, for ${runs} random policies`, function () {
    this.timeout(0);
    fc.assert(
      fc.property(written, policy, (pattern, statements) => {
        // Of two conditions by one operator a document keeps the last.
        const unique = statements.map((each) => ({
          ...each,
          conditions: [
            ...new Map(
              each.conditions.map((one) => [`${one.set}${one.operator}${one.ifExists}`, one]),
            ).values(),
          ],
        }));
        const asked = matchedNames("StringLike", pattern);
        let shortest: string | undefined;
        for (let index = 0; index < names.length && shortest === undefined; index += 1) {
          if (asked[index] === 0) continue;
          const matches = (operator: string, value: string) => matchedNames(operator, value)[index] === 1;
          if (allowedPlainly(unique, matches)) shortest = names[index];
        }
        const proved = movable(pattern, ...documentOf(unique));
        for (const reference of proved) {
          expect(matcherOf("StringLike", pattern).test(reference), reference).to.equal(true);
          const matches = (operator: string, value: string) => matcherOf(operator, value).test(reference);
          expect(allowedPlainly(unique, matches), reference).to.equal(true);
        }
        const [first] = [...proved].sort((a, b) => a.length - b.length);
        if (shortest !== undefined) expect(first?.length).to.be.at.most(shortest.length);
        else if (first !== undefined && first.length <= longest) expect(first).to.match(/[^aAb/]/);
      }),
      { numRuns: runs },
    );
  });
});
