import { expect } from "chai";
import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import { evaluate, type AccessRequest, type UnnamedKeys } from "../../../policy-pack/access/evaluate";
import { parsePolicy } from "../../../policy-pack/access/policy";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const repository = "arn:aws:codecommit:eu-central-1:123456789012:payments-api";

/** Whether the statements, over a statement that allows everything for cases about denies, let the request through. */
interface Case {
  readonly it: string;
  /** The page of AWS's guide that says so. */
  readonly page: string;
  readonly statement: Readonly<Record<string, unknown>>;
  readonly request?: Partial<AccessRequest>;
  readonly applies: boolean;
  readonly version?: string;
  readonly unnamedKeys?: UnnamedKeys;
}

const operators = "reference_policies_elements_condition_operators.html";
const multivalued = "reference_policies_condition-single-vs-multi-valued-context-keys.html";
const variables = "reference_policies_variables.html";
const resources = "reference_policies_elements_resource.html";
const actions = "reference_policies_elements_action.html";
const arns = "reference-arns.html";

const context = (values: AccessRequest["context"]) => ({ context: values });
const when = (operator: string, values: unknown, key = "k") => ({
  Condition: { [operator]: { [key]: values } },
});

/** A row about a condition: operator, values in the policy, value in the request, whether it holds. */
type Row = readonly [
  operator: string,
  written: unknown,
  actual: string | readonly string[] | undefined,
  holds: boolean,
  page?: string,
];

const conditions: readonly Row[] = [
  ["StringEquals", "Dev", "Dev", true],
  ["StringEquals", "Dev", "dev", false],
  ["StringEquals", ["a", "b"], "b", true],
  ["StringEquals", "a*", "ab", false],
  ["StringEquals", "a", undefined, false],
  ["StringNotEquals", "a", "b", true],
  ["StringNotEquals", ["a", "b"], "b", false],
  ["StringNotEquals", "a", undefined, true],
  ["StringEqualsIgnoreCase", "Dev", "dEV", true],
  ["StringNotEqualsIgnoreCase", "Dev", "dEV", false],
  ["StringLike", "refs/heads/release/*", "refs/heads/release/1/2", true],
  ["StringLike", "v?", "v10", false],
  ["StringLike", "v?", "v1", true],
  ["StringLike", "a.c", "abc", false],
  ["StringNotLike", "refs/*", "refs/heads/main", false],
  ["StringNotLike", "refs/*", undefined, true],
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", 10, "11", false],
  ["NumericNotEquals", "10", "11", true],
  ["NumericLessThan", "10", "9.5", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "10", "10", false],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericLessThan", "10", "many", false],
  ["NumericLessThan", "10", undefined, false],
  ["DateEquals", "2030-01-01T00:00:00Z", "2030-01-01T01:00:00+01:00", true],
  ["DateNotEquals", "2030-01-01T00:00:00Z", "2030-01-01T00:00:01Z", true],
  ["DateLessThan", "2030-01-01T00:00:00Z", "2029-12-31", true],
  ["DateLessThanEquals", "1893456000", "2030-01-01T00:00:00Z", true],
  ["DateGreaterThan", "2030-01-01T00:00:00Z", "2029-12-31", false],
  ["DateGreaterThan", "2030-01-01T00:00:00.5Z", "2030-01-01T00:00:01+00:00", true],
  ["DateLessThanIfExists", "2030-01-01T00:00Z", undefined, true],
  ["DateNotEquals", "2030-01", undefined, true],
  ["DateGreaterThanEquals", "2030-01-01T00:00:00Z", "1893456000", true],
  ["DateEquals", "2030", "2030-01-01T00:00:00Z", true],
  ["DateGreaterThan", "2030", "2029-12-31T23:59:59Z", false],
  ["DateLessThan", "2030", "1893455999", true],
  ["Bool", "true", "true", true],
  ["Bool", true, "false", false],
  ["Bool", "false", undefined, false],
  ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", true],
  ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "b3RoZXI=", false],
  ["IpAddress", "203.0.113.0/24", "203.0.113.77", true],
  ["IpAddress", "203.0.113.0/24", "203.0.114.1", false],
  ["IpAddress", "203.0.113.7", "203.0.113.7", true],
  ["IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::1", true],
  ["IpAddress", "203.0.113.0/24", "elsewhere", false],
  ["IpAddress", "2001:db8::/32", "2001:0DB8:0:0:0:0:0:1", true],
  ["IpAddress", "2001:db8::/32", "2001:db9::1", false],
  ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
  ["IpAddress", "::/0", "203.0.113.7", false],
  ["NotIpAddress", "::/0", "203.0.113.7", true],
  ["IpAddress", "::/0", "2001:db8::1", true],
  ["IpAddress", "0.0.0.0/0", "203.0.113.7", true],
  ["IpAddress", "203.0.113.0/24", "::ffff:203.0.113.7", true],
  ["IpAddress", "203.0.113.0/24", "::ffff:cb00:7107", true],
  ["IpAddress", "::ffff:203.0.113.0/120", "203.0.113.7", true],
  ["IpAddress", "::ffff:203.0.113.0/120", "203.0.114.7", false],
  ["IpAddress", "::ffff:0:0/96", "203.0.114.7", true],
  ["IpAddressIfExists", "203.0.113.0/24", undefined, true],
  ["NotIpAddress", "2001:db8::/32", "2001:db8::1", false],
  ["NotIpAddress", "203.0.113.0/24", "203.0.114.1", true],
  ["NotIpAddress", "203.0.113.0/24", undefined, true],
  ["ArnEquals", "arn:aws:sns:*:123456789012:*", "arn:aws:sns:eu-central-1:123456789012:a:b", true],
  ["ArnLike", "arn:aws:sns:*:topic", "arn:aws:sns:eu-central-1:123456789012:topic", false],
  ["ArnLike", "arn:aws:sns:eu-*:123456789012:t?pic", "arn:aws:sns:eu-central-1:123456789012:topic", true],
  ["ArnNotLike", "arn:aws:sns:*:*:*", "arn:aws:sqs:eu-central-1:123456789012:q", true],
  ["ArnNotEquals", "arn:aws:sns:*:*:*", undefined, true],
  ["ArnLikeIfExists", "arn:aws:sns:*:*:*", undefined, true],
  ["ArnEquals", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a/b", true],
  ["Null", "true", undefined, true],
  ["Null", ["true", "false"], "x", true],
  ["Null", "true", "x", false],
  ["Null", "false", "x", true],
  ["Null", "false", undefined, false],
  ["Null", "true", [], true],
  ["StringEqualsIfExists", "a", undefined, true],
  ["StringEqualsIfExists", "a", "b", false],
  ["StringNotLikeIfExists", "a*", undefined, true],
  ["NumericLessThanIfExists", "3", undefined, true],
  ["BoolIfExists", "true", undefined, true],
  ["ForAnyValue:StringEquals", ["a", "b"], ["x", "b"], true, multivalued],
  ["ForAnyValue:StringEquals", ["a", "b"], ["x", "y"], false, multivalued],
  ["ForAnyValue:StringEquals", "a", undefined, false, multivalued],
  ["ForAnyValue:StringNotEquals", "a", ["a", "b"], true, multivalued],
  ["ForAnyValue:StringNotEquals", "a", undefined, false, multivalued],
  ["ForAnyValue:StringLikeIfExists", "a", undefined, true, multivalued],
  ["ForAllValues:StringLike", "Created*", ["CreatedBy", "CreatedAt"], true, multivalued],
  ["ForAllValues:StringLike", "Created*", ["CreatedBy", "Owner"], false, multivalued],
  ["ForAllValues:StringLike", "Created*", undefined, true, multivalued],
  ["ForAllValues:StringLike", "Created*", [], true, multivalued],
  ["ForAllValues:StringLike", "Created*", "", true, multivalued],
  ["ForAllValues:StringLike", "Created*", ["", "Owner"], false, multivalued],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], true, multivalued],
  ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], false, multivalued],
];

const user = { "aws:username": "ada" };
const ofAda = `arn:aws:iam::123456789012:user/ada`;
const resource = (pattern: string) => ({ Resource: pattern });

const cases: readonly Case[] = [
  {
    it: "matches actions whatever their case",
    page: actions,
    statement: { Action: "CodeCommit:gitPUSH" },
    applies: true,
  },
  {
    it: "matches actions by wildcard",
    page: actions,
    statement: { Action: "codecommit:Git*" },
    applies: true,
  },
  {
    it: "matches no other action",
    page: actions,
    statement: { Action: ["codecommit:GitPull"] },
    applies: false,
  },
  {
    it: "matches all but the actions of NotAction",
    page: "reference_policies_elements_notaction.html",
    statement: { Action: undefined, NotAction: ["iam:*", "codecommit:GitPull"] },
    applies: true,
  },
  {
    it: "does not match the actions of NotAction",
    page: "reference_policies_elements_notaction.html",
    statement: { Action: undefined, NotAction: "codecommit:*" },
    applies: false,
  },
  { it: "matches everything by *", page: resources, statement: resource("*"), applies: true },
  {
    it: "matches a segment by wildcard",
    page: resources,
    statement: resource("arn:aws:codecommit:*:*:payments-*"),
    applies: true,
  },
  {
    it: "lets a wildcard at the end of a segment reach beyond it",
    page: resources,
    statement: resource("arn:aws:logs:*:log-group:git:*:main"),
    request: { resource: "arn:aws:logs:eu-central-1:123456789012:log-group:git:log-stream:main" },
    applies: true,
  },
  ...[
    "arn:aws",
    "arn:aws:codecommit",
    "arn:aws:codecommit:eu-*",
    "arn:aws:codecommit:eu-central-1:123456789012",
  ].map((incomplete) => ({
    it: `completes ${incomplete} by wildcards`,
    page: arns,
    statement: resource(incomplete),
    applies: true,
  })),
  ...["arn:aws:codecommit:eu-west-1", "arn:aws:s3", "arn:aws:codecommit:eu-central"].map((incomplete) => ({
    it: `completes ${incomplete} by wildcards for fields that are missing, and no other`,
    page: arns,
    statement: resource(incomplete),
    applies: false,
  })),
  {
    it: "completes an ARN of NotResource",
    page: arns,
    statement: { Resource: undefined, NotResource: "arn:aws:codecommit" },
    applies: false,
  },
  {
    it: "completes an ARN with a variable",
    page: arns,
    statement: resource("arn:aws:codecommit:${aws:RequestedRegion}"),
    request: context({ "aws:RequestedRegion": "eu-central-1" }),
    applies: true,
  },
  {
    it: "compares resources with regard to case",
    page: resources,
    statement: resource(repository.toUpperCase()),
    applies: false,
  },
  {
    it: "matches all but NotResource",
    page: "reference_policies_elements_notresource.html",
    statement: { Resource: undefined, NotResource: "arn:aws:codecommit:eu-west-1:*:*" },
    applies: true,
  },
  {
    it: "does not match NotResource",
    page: "reference_policies_elements_notresource.html",
    statement: { Resource: undefined, NotResource: "arn:aws:codecommit:eu-central-1:*" },
    applies: false,
  },
  {
    it: "needs every condition of a statement",
    page: "reference_policies_condition-logic-multiple-context-keys-or-values.html",
    statement: { Condition: { StringEquals: { a: "1", b: "2" } } },
    request: context({ a: "1", b: "3" }),
    applies: false,
  },
  {
    it: "compares condition keys without regard to case",
    page: "reference_policies_elements_condition.html",
    statement: when("StringEquals", "1", "AWS:PrincipalTag/x"),
    request: context({ "aws:principaltag/X": "1" }),
    applies: true,
  },
  {
    it: "fills in a variable",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${aws:username}"),
    request: { resource: ofAda, ...context(user) },
    applies: true,
  },
  {
    it: "matches nothing by a variable without value",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${aws:username}"),
    request: { resource: ofAda },
    applies: false,
  },
  {
    it: "uses the default of a variable",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${aws:PrincipalTag/name, 'ada'}"),
    request: { resource: ofAda },
    applies: true,
  },
  {
    it: "prefers the value to the default",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${aws:username, 'ada'}"),
    request: { resource: ofAda, ...context({ "aws:username": "eve" }) },
    applies: false,
  },
  {
    it: "takes a wildcard in a variable's value literally",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${aws:username}"),
    request: { resource: ofAda, ...context({ "aws:username": "*" }) },
    applies: false,
  },
  {
    it: "takes ${*} for a star",
    page: variables,
    statement: resource("arn:aws:iam::*:user/${*}"),
    request: { resource: "arn:aws:iam::1:user/*" },
    applies: true,
  },
  {
    it: "knows no variables in the version of 2008",
    page: "reference_policies_elements_version.html",
    version: "2008-10-17",
    statement: resource("arn:aws:iam::*:user/${aws:username}"),
    request: { resource: ofAda, ...context(user) },
    applies: false,
  },
  {
    it: "fills in variables in conditions",
    page: variables,
    statement: when("StringLike", "${aws:username}/*"),
    request: context({ ...user, k: "ada/x" }),
    applies: true,
  },
  {
    it: "matches no value by a variable without value",
    page: variables,
    statement: when("StringNotLike", "${aws:username}/*"),
    request: context({ k: "ada/x" }),
    applies: true,
  },
  {
    it: "matches the principal of a resource policy",
    page: "reference_policies_elements_principal.html",
    statement: { Principal: { Service: ["events.amazonaws.com", "sns.amazonaws.com"] } },
    request: { principal: { type: "Service", id: "events.amazonaws.com" } },
    applies: true,
  },
  {
    it: "matches a role by its session",
    page: "reference_policies_elements_principal.html",
    statement: { Principal: { AWS: "arn:aws:iam::123456789012:role/replicator" } },
    request: { principal: { type: "AWS", id: "arn:aws:sts::123456789012:assumed-role/replicator/task" } },
    applies: true,
  },
  ...["123456789012", "arn:aws:iam::123456789012:root", "*"].map((AWS) => ({
    it: `matches everybody in the account by ${AWS}`,
    page: "reference_policies_elements_principal.html",
    statement: { Principal: { AWS } },
    request: { principal: { type: "AWS" as const, id: ofAda } },
    applies: true,
  })),
  {
    it: "does not match another account",
    page: "reference_policies_elements_principal.html",
    statement: { Principal: { AWS: "999999999999" } },
    request: { principal: { type: "AWS", id: ofAda } },
    applies: false,
  },
  {
    it: "matches all but NotPrincipal",
    page: "reference_policies_elements_notprincipal.html",
    statement: { NotPrincipal: { AWS: "999999999999" } },
    request: { principal: { type: "AWS", id: ofAda } },
    applies: true,
  },
  ...conditions.map(([operator, written, actual, applies, page = operators]) => ({
    it: `${applies ? "holds" : "fails"}: ${operator} ${JSON.stringify(written)} of ${JSON.stringify(actual) ?? "a missing key"}`,
    page,
    statement: when(operator, written),
    request: context(actual === undefined ? {} : { k: actual }),
    applies,
  })),
];

function effectOf({ statement, request, version = "2012-10-17" }: Case, effect: "Allow" | "Deny") {
  const own = { Effect: effect, Action: "*", Resource: "*", ...statement };
  const everybody = request?.principal && { Principal: "*" };
  const all = { Effect: "Allow", Action: "*", Resource: "*", ...everybody };
  const policy = parsePolicy(
    JSON.stringify({ Version: version, Statement: effect === "Deny" ? [all, own] : own }),
  );
  const asked = { action: "codecommit:GitPush", resource: repository, context: {}, ...request };
  return evaluate(asked, [{ name: "p", path: "user ada", policy }]).effect;
}

describe("evaluate", () => {
  describe("does as AWS documents:", () => {
    for (const one of cases) {
      it(`${one.it} (${guide}${one.page})`, () => {
        expect(effectOf(one, "Allow")).to.equal(one.applies ? "allow" : "implicitDeny");
        expect(effectOf(one, "Deny")).to.equal(one.applies ? "explicitDeny" : "allow");
      });
    }
  });

  const attached = (name: string, ...statements: object[]) => ({
    name,
    path: "group developers",
    policy: parsePolicy({ Version: "2012-10-17", Statement: statements }),
  });
  const allow = { Effect: "Allow", Action: "codecommit:*", Resource: "*" };
  const push = { action: "codecommit:GitPush", resource: repository, context: {} };

  it("explains an allow, an explicit deny and an implicit one", () => {
    const deny = { Sid: "Guard", Effect: "Deny", Action: "codecommit:GitPush", Resource: "*" };
    const access = attached("access", { ...allow, Action: "codecommit:GitPull" }, allow);
    expect(evaluate(push, [access])).to.deep.equal({
      effect: "allow",
      statement: "statement 2",
      policy: "access",
      path: "group developers",
      explanation: "allowed by statement 2 of policy access (group developers)",
    });
    expect(evaluate(push, [access, attached("guard", deny)])).to.deep.equal({
      effect: "explicitDeny",
      statement: "Guard",
      policy: "guard",
      path: "group developers",
      explanation: "denied by statement Guard of policy guard (group developers)",
    });
    expect(evaluate(push, [])).to.deep.equal({
      effect: "implicitDeny",
      explanation: `no statement allows codecommit:GitPush on ${repository}`,
    });
  });

  it("applies AWS's documented branch policy to the reference that a request names", () => {
    // https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
    const guard = attached("guard", {
      Effect: "Deny",
      Action: ["codecommit:GitPush", "codecommit:DeleteBranch"],
      Resource: repository,
      Condition: {
        StringEqualsIfExists: { "codecommit:References": ["refs/heads/main", "refs/heads/prod"] },
        Null: { "codecommit:References": "false" },
      },
    });
    const powerUser = awsManagedPolicy("arn:aws:iam::aws:policy/AWSCodeCommitPowerUser");
    if (!powerUser) throw new Error("The pack ships AWSCodeCommitPowerUser.");
    const policies = [guard, { name: "AWSCodeCommitPowerUser", path: "group developers", policy: powerUser }];
    const effect = (references: AccessRequest["context"]) =>
      evaluate({ ...push, context: references }, policies).effect;
    expect(effect({ "codecommit:References": "refs/heads/main" })).to.equal("explicitDeny");
    expect(effect({ "codecommit:References": "refs/heads/feature" })).to.equal("allow");
    expect(effect({}), "the first request of every push").to.equal("allow");
  });

  it("reads a wildcard within a segment widely where it grants and narrowly where it protects", () => {
    const across = "arn:aws:codecommit:*payments-api";
    expect(evaluate(push, [attached("a", { ...allow, Resource: across })]).effect).to.equal("allow");
    const deny = { Effect: "Deny", Action: "*", Resource: across };
    expect(evaluate(push, [attached("a", allow, deny)]).effect).to.equal("allow");
    const denyRest = { Effect: "Deny", Action: "*", NotResource: across };
    expect(evaluate(push, [attached("a", allow, denyRest)]).effect).to.equal("allow");
  });

  it("reads an ARN that lacks fields and has a wildcard before them widely where it grants, and narrowly elsewhere", () => {
    // Either `*` reaches beyond a colon, or what is missing is added: then no repository is meant.
    const either = "arn:aws:codecommit:*:payments-api";
    expect(evaluate(push, [attached("a", { ...allow, Resource: either })]).effect).to.equal("allow");
    const deny = { Effect: "Deny", Action: "*", Resource: either };
    expect(evaluate(push, [attached("a", allow, deny)]).effect).to.equal("allow");
  });

  it("wants all of several values for an allow and any for a deny where AWS defines neither", () => {
    const request = { ...push, context: { k: ["a", "b"] } };
    const condition = { Condition: { StringEquals: { k: "a" } } };
    expect(evaluate(request, [attached("a", { ...allow, ...condition })]).effect).to.equal("implicitDeny");
    const deny = { ...allow, Effect: "Deny", ...condition };
    expect(evaluate(request, [attached("a", allow, deny)]).effect).to.equal("explicitDeny");
  });

  describe("with NotPrincipal in a deny", () => {
    const root = "arn:aws:iam::123456789012:root";
    const session = "arn:aws:sts::123456789012:assumed-role/replicator/task";
    const ofRole = "arn:aws:iam::123456789012:role/replicator";
    const decide = (id: string, AWS: readonly string[]) => {
      const deny = { ...allow, Effect: "Deny", NotPrincipal: { AWS } };
      const request = { ...push, principal: { type: "AWS" as const, id } };
      return evaluate(request, [attached("a", { ...allow, Principal: "*" }, deny)]).effect;
    };

    it("exempts a user and a session that are listed with their account", () => {
      expect(decide(ofAda, [root, ofAda])).to.equal("allow");
      expect(decide(session, ["123456789012", ofRole, session])).to.equal("allow");
    });

    it("does not exempt everybody in the account by naming the account", () => {
      const ofBob = "arn:aws:iam::123456789012:user/bob";
      expect(decide(ofBob, [root, ofAda])).to.equal("explicitDeny");
      expect(decide(ofBob, ["123456789012"])).to.equal("explicitDeny");
    });

    it("does not exempt whose account is not listed, nor a session by its role", () => {
      expect(decide(ofAda, [ofAda])).to.equal("explicitDeny");
      expect(decide(session, [root, ofRole])).to.equal("explicitDeny");
    });
  });

  it("denies a role's session by the role's ARN with its path, which the session's does not have", () => {
    const id = "arn:aws:sts::123456789012:assumed-role/replicator/task";
    const principal = { type: "AWS" as const, id };
    const decide = (AWS: string) =>
      evaluate({ ...push, principal }, [
        attached("a", { ...allow, Principal: "*" }, { ...allow, Effect: "Deny", Principal: { AWS } }),
      ]).effect;
    expect(decide("arn:aws:iam::123456789012:role/teams/replicator")).to.equal("explicitDeny");
    expect(decide("arn:aws:iam::123456789012:role/teams/other")).to.equal("allow");
    expect(decide("arn:aws:iam::999999999999:role/teams/replicator")).to.equal("allow");
  });

  it("allows nobody by a resource policy that names nobody", () => {
    const principal = { type: "Service", id: "events.amazonaws.com" } as const;
    expect(evaluate({ ...push, principal }, [attached("a", allow)]).effect).to.equal("implicitDeny");
    const everybody = { ...allow, Principal: "*" };
    const deny = { ...allow, Effect: "Deny" };
    expect(evaluate({ ...push, principal }, [attached("a", everybody, deny)]).effect).to.equal(
      "explicitDeny",
    );
  });

  it("allows nothing by a variable without value in NotResource, and denies by it", () => {
    const notOwn = { Resource: undefined, NotResource: "arn:aws:codecommit:*:*:${aws:username}-api" };
    expect(evaluate(push, [attached("a", { ...allow, ...notOwn })]).effect).to.equal("implicitDeny");
    const deny = { ...allow, Effect: "Deny", ...notOwn };
    expect(evaluate(push, [attached("a", allow, deny)]).effect).to.equal("explicitDeny");
  });

  it("denies by principal when it is not told who asks, and allows nobody", () => {
    const everybody = { Principal: "*" };
    expect(evaluate(push, [attached("a", { ...allow, ...everybody })]).effect).to.equal("implicitDeny");
    const deny = { ...allow, Effect: "Deny", Principal: { AWS: "999999999999" } };
    expect(evaluate(push, [attached("a", allow, deny)]).effect).to.equal("explicitDeny");
  });

  describe("for a proof about every request", () => {
    const proof = (...statements: object[]) =>
      evaluate(push, [attached("a", ...statements)], "anything").effect;
    const deny = { ...allow, Effect: "Deny" };

    for (const [operator, value] of [
      ["Bool", "true"],
      ["StringNotEquals", "x"],
      ["Null", "true"],
      ["Null", "false"],
      ["ForAllValues:StringEquals", "x"],
      ["StringEqualsIfExists", "x"],
    ]) {
      it(`lets ${operator} ${value} on an unnamed key open an allow and not a deny`, () => {
        expect(proof({ ...allow, ...when(operator, value) })).to.equal("allow");
        expect(proof(allow, { ...deny, ...when(operator, value) })).to.equal("allow");
      });
    }

    it("lets a variable stand for whatever suits the caller", () => {
      const tagged = "arn:aws:codecommit:*:*:${aws:PrincipalTag/team}-api";
      expect(proof({ ...allow, Resource: tagged })).to.equal("allow");
      expect(proof(allow, { ...deny, Resource: tagged })).to.equal("allow");
      expect(proof(allow, { ...deny, Resource: undefined, NotResource: tagged })).to.equal("allow");
      expect(proof({ ...allow, Resource: undefined, NotResource: tagged })).to.equal("allow");
      const own = { ...push, context: { k: "x" } };
      const denied = { ...deny, ...when("StringNotEquals", "${aws:PrincipalTag/team}") };
      expect(evaluate(own, [attached("a", allow, denied)], "anything").effect).to.equal("allow");
    });

    it("takes the default of a variable for one value of many", () => {
      const defaulted = "arn:aws:codecommit:*:*:${aws:PrincipalTag/repository, 'payments-api'}";
      const other = "arn:aws:codecommit:*:*:${aws:PrincipalTag/repository, 'web-shop'}";
      expect(proof({ ...allow, Resource: defaulted })).to.equal("allow");
      expect(proof({ ...allow, Resource: other })).to.equal("allow");
      expect(proof(allow, { ...deny, Resource: defaulted })).to.equal("allow");
      expect(proof(allow, { ...deny, Resource: undefined, NotResource: other })).to.equal("allow");
      const named = { ...push, context: { k: "x" } };
      const equals = when("StringEquals", "${aws:PrincipalTag/k, 'x'}");
      const effect = (...statements: object[]) =>
        evaluate(named, [attached("a", ...statements)], "anything").effect;
      expect(effect(allow, { ...deny, ...equals })).to.equal("allow");
      expect(effect({ ...allow, ...when("StringNotEquals", "${aws:PrincipalTag/k, 'x'}") })).to.equal(
        "allow",
      );
    });

    it("counts on a default where the key is certainly missing", () => {
      const none = { ...push, context: { "aws:username": [] } };
      const defaulted = { ...deny, Resource: "arn:aws:codecommit:*:*:${aws:username, 'payments-api'}" };
      expect(evaluate(none, [attached("a", allow, defaulted)], "anything").effect).to.equal("explicitDeny");
    });

    it("still sees a deny that depends on nothing unnamed", () => {
      expect(proof(allow, deny)).to.equal("explicitDeny");
    });
  });

  it("reads a lone * in an ARN's place widely where it opens, and narrowly where it protects", () => {
    const arn = { ...push, context: { "aws:SourceArn": "arn:aws:sns:eu-central-1:123456789012:t" } };
    const decide = (operator: string, effect: string) =>
      evaluate(arn, [
        attached(
          "a",
          { ...allow, ...(effect === "Allow" && when(operator, "*", "aws:SourceArn")) },
          ...(effect === "Deny"
            ? [{ ...allow, Effect: effect, ...when(operator, "*", "aws:SourceArn") }]
            : []),
        ),
      ]).effect;
    for (const operator of ["ArnLike", "ArnNotLike"]) {
      expect(decide(operator, "Allow"), operator).to.equal("allow");
      expect(decide(operator, "Deny"), operator).to.equal("allow");
    }
  });

  it("lets everybody in by an AWS principal of *, services and strangers too", () => {
    const anyone = attached("a", { ...allow, Principal: { AWS: "*" } });
    const service = { ...push, principal: { type: "Service" as const, id: "sns.amazonaws.com" } };
    const stranger = { ...push, principal: { type: "Anonymous" as const, id: "anonymous" as const } };
    const deny = attached("d", { ...allow, Effect: "Deny", Principal: { AWS: "*" } });
    expect(evaluate(service, [anyone]).effect).to.equal("allow");
    expect(evaluate(stranger, [anyone]).effect).to.equal("allow");
    expect(evaluate(service, [anyone, deny]).effect, "AWS does not say so").to.equal("allow");
    expect(evaluate(stranger, [anyone, deny]).effect).to.equal("explicitDeny");
  });

  it("matches federated principals and canonical ids by name only", () => {
    for (const type of ["Federated", "CanonicalUser"] as const) {
      const policy = attached("a", { ...allow, Principal: { [type]: "known" } });
      expect(evaluate({ ...push, principal: { type, id: "known" } }, [policy]).effect).to.equal("allow");
      expect(evaluate({ ...push, principal: { type, id: "other" } }, [policy]).effect).to.equal(
        "implicitDeny",
      );
    }
  });

  it("finds AWS managed policies in every partition, and only AWS's own", () => {
    for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
      expect(
        awsManagedPolicy(`arn:${partition}:iam::aws:policy/AdministratorAccess`)?.statements,
      ).to.have.lengthOf(1);
    }
    const servicePolicy = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    expect(awsManagedPolicy(servicePolicy)).to.not.equal(undefined);
    expect(awsManagedPolicy("arn:aws:iam::123456789012:policy/AdministratorAccess")).to.equal(undefined);
    expect(awsManagedPolicy("arn:aws:iam::aws:policy/NoSuchPolicy")).to.equal(undefined);
  });
});
