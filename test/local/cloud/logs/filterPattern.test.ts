import { expect } from "chai";
import fc from "fast-check";
import { parseFilterPattern } from "../../../../local/cloud/logs/filterPattern";

const record = JSON.stringify({
  eventName: "GitPush",
  eventSource: "codecommit.amazonaws.com",
  errorCode: "AccessDeniedException",
  readOnly: false,
  count: 3,
  nothing: null,
  userIdentity: { arn: "arn:aws:iam::1:user/dana", "a.b": 1 },
  references: [{ ref: "refs/heads/main" }],
});

describe("A metric filter's pattern", () => {
  const matching = [
    '{ $.eventName = "GitPush" }',
    '{$.eventName="GitPush"}',
    "{ $.eventName = GitPush }",
    '{ $.errorCode = "AccessDenied*" }',
    '{ $.eventSource = "*.amazonaws.com" }',
    '{ $.eventSource = "*commit*" }',
    '{ $.eventName != "GitPull" }',
    '{ $.userIdentity.arn = "arn:aws:iam::1:user/*" }',
    "{ $.userIdentity['a.b'] = 1 }",
    '{ $.references[0].ref = "refs/heads/main" }',
    "{ $.count = 3 }",
    "{ $.count >= 3 && $.count <= 3.0 && $.count > 2 && $.count < 4e0 }",
    "{ $.readOnly IS FALSE }",
    "{ $.nothing IS NULL }",
    "{ $.absent NOT EXISTS }",
    "{ $.eventName = %^Git(Push|Pull)$% }",
    '{ $.eventName = "GitPull" || $.eventName = "GitPush" && $.count = 3 }',
    '{ ($.eventName = "GitPull") || (($.eventName = "GitPush") && ($.readOnly IS FALSE)) }',
    "",
  ];
  for (const pattern of matching) {
    it(`takes ${pattern === "" ? "everything when it is empty" : pattern}`, () => {
      expect(parseFilterPattern(pattern)(record)).to.be.true;
    });
  }

  const others = [
    '{ $.eventName = "gitpush" }',
    '{ $.eventName = "Git" }',
    '{ $.absent = "*" }',
    '{ $.absent != "x" }',
    '{ $.eventName != "Git*" }',
    '{ $.count = "3" }',
    "{ $.eventName > 1 }",
    "{ $.readOnly IS TRUE }",
    "{ $.absent IS NULL }",
    "{ $.eventName NOT EXISTS }",
    "{ $.toString NOT EXISTS && $.eventName NOT EXISTS }",
    '{ ($.eventName = "GitPull" || $.eventName = "GitPush") && $.count = 4 }',
  ];
  for (const pattern of others) {
    it(`does not take ${pattern}`, () => {
      expect(parseFilterPattern(pattern)(record)).to.be.false;
    });
  }

  it("takes no line that is not JSON", () => {
    expect(parseFilterPattern("{ $.a NOT EXISTS }")("no json")).to.be.false;
  });

  const wrong: [string, string][] = [
    ["ERROR", '"{" is missing at character 1'],
    ["{ $.a = 1", '"}" is missing'],
    ["{ ($.a = 1 }", '")" is missing'],
    ["{ $.a = 1 } x", "the end is missing"],
    ["{ $ = 1 }", "a field is missing"],
    ["{ a = 1 }", "a selector"],
    ["{ $.a }", "IS or NOT EXISTS is missing"],
    ["{ $.a > x }", "a number is missing"],
    ["{ $.a = }", "a value is missing"],
    ["{ $.a = 1 & $.b = 1 }", '"}" is missing'],
    [`{ $.a = "${"x".repeat(1024)}" }`, "at most 1024"],
  ];
  for (const [pattern, message] of wrong) {
    it(`refuses ${pattern.slice(0, 30)}`, () => {
      expect(() => parseFilterPattern(pattern))
        .to.throw(`Invalid metric filter pattern: `)
        .with.property("message")
        .that.contains(message);
    });
  }

  it("means what its parts mean, however they are joined", () => {
    type Expression = { field: string } | { any: Expression[] } | { all: Expression[] };
    const fields = ["a", "b", "c"];
    const { expression } = fc.letrec<{ expression: Expression; joined: Expression }>((tie) => ({
      expression: fc.oneof({ maxDepth: 3 }, fc.record({ field: fc.constantFrom(...fields) }), tie("joined")),
      joined: fc.oneof(
        fc.record({ any: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ all: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }) }),
      ),
    }));
    const written = (one: Expression): string => {
      if ("field" in one) return `$.${one.field} IS TRUE`;
      return "any" in one
        ? one.any.map((part) => `(${written(part)})`).join(" || ")
        : one.all.map((part) => `(${written(part)})`).join(" && ");
    };
    const meant = (one: Expression, values: Record<string, boolean>): boolean => {
      if ("field" in one) return values[one.field] === true;
      return "any" in one
        ? one.any.some((part) => meant(part, values))
        : one.all.every((part) => meant(part, values));
    };
    const values = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() });
    fc.assert(
      fc.property(expression, values, (one, given) => {
        const pattern = `{ ${written(one)} }`;
        fc.pre(pattern.length <= 1024);
        expect(parseFilterPattern(pattern)(JSON.stringify(given))).to.equal(meant(one, given));
      }),
    );
  });

  it("finds any text by itself, and by any piece of it between stars", () => {
    const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
    const plain = fc.string({ maxLength: 30 }).filter((text) => !text.includes("*"));
    fc.assert(
      fc.property(plain, plain, plain, (before, piece, after) => {
        const message = JSON.stringify({ text: before + piece + after });
        expect(parseFilterPattern(`{ $.text = ${quoted(before + piece + after)} }`)(message)).to.be.true;
        expect(parseFilterPattern(`{ $.text = ${quoted(`*${piece}*`)} }`)(message)).to.be.true;
      }),
    );
  });
});
