import { expect } from "chai";
import fc from "fast-check";
import { evaluate, evaluateSession, evaluateWithin } from "../../../policy-pack/access/evaluate";
import { comparisons } from "../../../policy-pack/access/operators";
import { matchesResource, matchesText, tokenize } from "../../../policy-pack/access/pattern";
import { parsePolicy, PolicyError } from "../../../policy-pack/access/policy";

const statement = { Effect: "Allow", Action: "codecommit:GitPull", Resource: "*" };
const wrap = (change: object) => ({ Version: "2012-10-17", Statement: [{ ...statement, ...change }] });

describe("parsePolicy", () => {
  it("reads one statement or many, as text or as an object", () => {
    expect(parsePolicy({ Statement: statement }).version).to.equal("2008-10-17");
    const policy = parsePolicy(
      JSON.stringify({ Id: "x", Statement: [{ Sid: "Read", ...statement }, statement] }),
    );
    expect(policy.statements.map(({ label }) => label)).to.deep.equal(["Read", "statement 2"]);
  });

  const refused: Record<string, readonly [object | string, string]> = {
    "text that is not JSON": ["{", "The policy is not JSON"],
    "a list": [[], "The policy is not an object."],
    "no statement": [{ Version: "2012-10-17" }, "The policy has no Statement."],
    "an unknown version": [{ Version: "2020-01-01", Statement: [] }, 'Unknown policy version "2020-01-01".'],
    "an unknown element": [
      { Statement: statement, Statements: [] },
      'Unknown element "Statements" in the policy.',
    ],
    "an unknown element of a statement": [wrap({ actions: [] }), 'Unknown element "actions" in statement 1.'],
    "an unknown effect": [wrap({ Effect: "allow" }), 'Effect of statement 1 is "allow"'],
    "no action": [wrap({ Action: undefined }), "There is no Action or NotAction in statement 1."],
    "an empty list of actions": [wrap({ Action: [] }), "Action of statement 1 is empty."],
    "an action without a service": [wrap({ Action: "GitPull" }), '"GitPull" in statement 1 is not an action'],
    "actions both ways": [wrap({ NotAction: "iam:*" }), "statement 1 has both Action and NotAction."],
    "no resource": [wrap({ Resource: undefined }), "There is no Resource or NotResource in statement 1."],
    "an unknown type of principal": [
      wrap({ Principal: { User: "ada" } }),
      'Unknown element "User" in Principal',
    ],
    "part of a principal": [
      wrap({ Principal: { AWS: "arn:aws:iam::1:role/*" } }),
      "AWS does not match part of a principal",
    ],
    "an unknown operator": [
      wrap({ Condition: { StringMatches: { k: "v" } } }),
      'Unknown condition operator "StringMatches".',
    ],
    NullIfExists: [
      wrap({ Condition: { NullIfExists: { k: "true" } } }),
      'Unknown condition operator "NullIfExists".',
    ],
    "an unknown set operator": [
      wrap({ Condition: { "ForEach:Bool": { k: "true" } } }),
      'operator "ForEach:Bool".',
    ],
    "a number that is none": [
      wrap({ Condition: { NumericEquals: { k: "ten" } } }),
      'cannot compare k with "ten".',
    ],
    "a date that is none": [
      wrap({ Condition: { DateEquals: { k: "soon" } } }),
      'cannot compare k with "soon".',
    ],
    "a date in words": [
      wrap({ Condition: { DateLessThan: { k: "Jan 1, 2030" } } }),
      'cannot compare k with "Jan 1, 2030".',
    ],
    "a date without a time zone": [
      wrap({ Condition: { DateLessThan: { k: "2030-01-01T00:00:00" } } }),
      'cannot compare k with "2030-01-01T00:00:00".',
    ],
    "principals both ways": [
      wrap({ Principal: "*", NotPrincipal: "*" }),
      "statement 1 has both Principal and NotPrincipal.",
    ],
    "resources both ways": [wrap({ NotResource: "*" }), "statement 1 has both Resource and NotResource."],
    "an empty principal": [wrap({ Principal: {} }), "Principal of statement 1 is empty."],
    "an empty condition value": [
      wrap({ Condition: { StringEquals: { k: [] } } }),
      "k in statement 1 is empty.",
    ],
    "a key that stands twice": [
      '{"Statement":{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}}',
      '"Effect" stands twice in one object of the policy',
    ],
    "a key that stands twice, once in disguise": [
      String.raw`{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","\u0041ction":"iam:*"}]}`,
      '"Action" stands twice in one object of the policy',
    ],
    "a condition key that stands twice, whatever its case": [
      wrap({ Condition: { StringEquals: { "aws:SourceVpc": "a", "AWS:sourcevpc": "b" } } }),
      "AWS:sourcevpc stands twice in StringEquals of statement 1",
    ],
    "an incomplete ARN in a resource's policy": [
      wrap({ Principal: "*", Resource: ["*", "arn:aws:codecommit"] }),
      '"arn:aws:codecommit" in statement 1 is an incomplete ARN',
    ],
    "an incomplete ARN with a variable in a resource's policy": [
      wrap({ Principal: "*", Resource: "arn:aws:sqs:*:${aws:PrincipalAccount}" }),
      "is an incomplete ARN",
    ],
    "a network that is none": [
      wrap({ Condition: { IpAddress: { k: "10.0.0.0/33" } } }),
      'with "10.0.0.0/33".',
    ],
    "a truth value that is none": [
      wrap({ Condition: { Bool: { k: "yes" } } }),
      'cannot compare k with "yes".',
    ],
    "a Null that is neither": [wrap({ Condition: { Null: { k: "no" } } }), 'cannot compare k with "no".'],
    "a value that is no scalar": [
      wrap({ Condition: { StringEquals: { k: [{}] } } }),
      "k in statement 1 is not a string.",
    ],
  };
  for (const [what, [document, message]] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      expect(() => parsePolicy(document)).to.throw(PolicyError, message);
    });
  }

  it("takes the same key in different objects, and text that looks like keys", () => {
    const document = JSON.stringify({
      Id: 'a "Statement": {"Sid": 1, "Sid": 2}',
      Statement: [
        { Sid: "Sid", ...statement },
        { Sid: 'x\\": "Sid', ...statement },
      ],
    });
    expect(parsePolicy(document).statements).to.have.lengthOf(2);
  });

  it("never accepts an operator that it does not know", () => {
    const known = new RegExp(
      `^(Null|((ForAnyValue|ForAllValues):)?(${[...comparisons.keys()].join("|")})(IfExists)?)$`,
    );
    const near = fc
      .tuple(
        fc.constantFrom("", "ForAnyValue:", "ForAllValues:", "For:"),
        fc.constantFrom(...comparisons.keys(), "Null", "toString"),
        fc.constantFrom("", "IfExists", "s", "ifexists"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (operator) => {
        const parse = () => parsePolicy(wrap({ Condition: { [operator]: { k: "true" } } }));
        if (!known.test(operator)) expect(parse).to.throw(PolicyError);
      }),
    );
  });
});

/** A slow but obvious matcher to compare with. */
function reference(pattern: string, value: string, stays: boolean): boolean {
  if (pattern === "") return value === "";
  const [head, rest] = [pattern[0], pattern.slice(1)];
  const closed = stays && !(head === "*" && (rest === "" || rest.startsWith(":")));
  if (head === "*") {
    const longer =
      value !== "" && !(closed && value.startsWith(":")) && reference(pattern, value.slice(1), stays);
    return longer || reference(rest, value, stays);
  }
  if (value === "") return false;
  const same = head === "?" ? !(closed && value.startsWith(":")) : head === value[0];
  return same && reference(rest, value.slice(1), stays);
}

describe("patterns", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", ":", ".", "$", "\n"), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?", ".", "$"), maxLength: 6 });

  it("match as an obvious matcher does", () => {
    fc.assert(
      fc.property(pattern, text, (written, value) => {
        const tokens = tokenize(written) ?? [];
        expect(matchesText(tokens, value)).to.equal(reference(written, value, false));
        expect(matchesResource(tokens, value, true)).to.equal(reference(written, value, false));
        expect(matchesResource(tokens, value, false)).to.equal(reference(written, value, true));
      }),
      { numRuns: 2000 },
    );
  });

  it("take time in proportion to the text, however many ways there are to match", () => {
    const many = tokenize("*?".repeat(30)) ?? [];
    expect(matchesText(many, "a".repeat(2000))).to.equal(true);
    expect(matchesText([...many, { text: "b" }], "a".repeat(2000))).to.equal(false);
    expect(matchesText(many, "a".repeat(29))).to.equal(false);
  });

  it("match no more when read narrowly than when read widely", () => {
    fc.assert(
      fc.property(pattern, text, (written, value) => {
        const tokens = tokenize(written) ?? [];
        if (matchesResource(tokens, value, false))
          expect(matchesResource(tokens, value, true)).to.equal(true);
      }),
    );
  });
});

describe("decisions", () => {
  const some = <T>(...values: [T, ...T[]]) => fc.constantFrom(...values);
  const statements = fc.array(
    fc.record({
      Effect: some("Allow", "Deny"),
      Action: some("codecommit:*", "codecommit:GitPush", "codecommit:Git?ull", "*"),
      Resource: some("*", "arn:aws:codecommit:*:1:a", "arn:aws:codecommit:eu:1:b"),
      Condition: some<object>(
        {},
        { StringLike: { r: "refs/heads/*" } },
        { StringNotEqualsIfExists: { r: "refs/heads/main" } },
        { Null: { r: "true" } },
      ),
    }),
    { maxLength: 5 },
  );
  const request = fc.record({
    action: some("codecommit:GitPush", "codecommit:GitPull"),
    resource: some("arn:aws:codecommit:eu:1:a", "arn:aws:codecommit:eu:1:b"),
    context: some<Record<string, string>>({}, { r: "refs/heads/main" }, { r: "refs/heads/x" }),
  });
  const attached = (list: object[]) => ({
    name: "p",
    path: "",
    policy: parsePolicy({ Version: "2012-10-17", Statement: list }),
  });
  const decide = (asked: Parameters<typeof evaluate>[0], list: object[], unnamed?: "anything") =>
    evaluate(asked, [attached(list)], unnamed).effect;

  it("never allow more with one more deny", () => {
    fc.assert(
      fc.property(request, statements, statements, (asked, list, more) => {
        const denies = more.map((added) => ({ ...added, Effect: "Deny" }));
        if (decide(asked, [...list, ...denies]) === "allow") expect(decide(asked, list)).to.equal("allow");
      }),
    );
  });

  it("within a boundary are those that it and the policies both take", () => {
    fc.assert(
      fc.property(
        request,
        statements,
        statements,
        some<"missing" | "anything">("missing", "anything"),
        (asked, list, limits, unnamed) => {
          const free = evaluate(asked, [attached(list)], unnamed).effect;
          const bounded = evaluate(asked, [attached(limits)], unnamed).effect;
          const { effect } = evaluateWithin(attached(limits), asked, [attached(list)], unnamed);
          expect(effect === "allow").to.equal(free === "allow" && bounded === "allow");
          expect(effect === "explicitDeny").to.equal([free, bounded].includes("explicitDeny"));
        },
      ),
    );
  });

  it("of a session are those that its policies, its boundary and any session policy take", () => {
    fc.assert(
      fc.property(
        request,
        statements,
        statements,
        statements,
        statements,
        (asked, list, limits, one, other) => {
          const session = [attached(one), attached(other)] as const;
          const all = [attached(list), attached(limits), ...session];
          const effects = [[attached(list)], [attached(limits)], session].map(
            (policies) => evaluate(asked, policies).effect,
          );
          const { effect } = evaluateSession(session, attached(limits), asked, [attached(list)]);
          expect(effect === "allow").to.equal(effects.every((each) => each === "allow"));
          expect(effect === "explicitDeny").to.equal(evaluate(asked, all).effect === "explicitDeny");
        },
      ),
    );
  });

  it("do not depend on the order of statements", () => {
    fc.assert(
      fc.property(
        request,
        statements.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        (asked, [list, shuffled]) => {
          expect(decide(asked, shuffled)).to.equal(decide(asked, list));
        },
      ),
    );
  });

  it("allow in a proof whatever they allow in some request", () => {
    fc.assert(
      fc.property(request, statements, (asked, list) => {
        if (decide(asked, list) === "allow")
          expect(decide({ ...asked, context: {} }, list, "anything")).to.equal("allow");
      }),
    );
  });
});
