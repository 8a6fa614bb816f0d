import { expect } from "chai";
import fc from "fast-check";
import { holds, parseCondition } from "../../../policy-pack/access/condition";

/** Whether a condition on key `k` holds; undefined: the key is missing. */
function test(
  operator: string,
  written: readonly string[],
  actual: readonly string[] | undefined,
  effect: "Allow" | "Deny" = "Allow",
): boolean {
  return holds(parseCondition(operator, "k", written), {
    valuesOf: (key) => (key === "k" ? actual : undefined),
    effect,
    unnamedKeys: "missing",
    resolve: () => "none",
  });
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "A", "*", "?", "/"), maxLength: 4 });
const number = fc.integer({ min: -3, max: 3 }).map(String);
const date = fc.integer({ min: 0, max: 3 }).map((day) => `2030-01-0${day + 1}T00:00:00Z`);
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const network = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`),
  fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([ip, bits]) => `${ip}/${bits}`),
);
const arn = fc
  .tuple(fc.constantFrom("sns", "s*", "?qs"), fc.constantFrom("a", "a:b", "*"))
  .map(([service, name]) => `arn:aws:${service}:eu:1:${name}`);

/** Positive operators, the operators that negate them, and values as a policy and a request have them. */
const families: readonly (readonly [string, string, fc.Arbitrary<string>, fc.Arbitrary<string>])[] = [
  ["StringEquals", "StringNotEquals", text, text],
  ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", text, text],
  ["StringLike", "StringNotLike", text, text],
  ["NumericEquals", "NumericNotEquals", number, number],
  ["DateEquals", "DateNotEquals", date, date],
  ["IpAddress", "NotIpAddress", network, address],
  ["ArnLike", "ArnNotLike", arn, arn],
  ["ArnEquals", "ArnNotEquals", arn, arn],
];

for (const [positive, negative, writtenBy, actualBy] of families) {
  describe(`${positive} and ${negative}`, () => {
    const written = fc.array(writtenBy, { minLength: 1, maxLength: 3 });
    const values = fc.array(
      actualBy.filter((value) => value !== ""),
      { minLength: 1, maxLength: 3 },
    );
    const effect = fc.constantFrom("Allow" as const, "Deny" as const);

    it("are opposites on a key with one value", () => {
      fc.assert(
        fc.property(written, actualBy, effect, (of, value, as) => {
          expect(test(negative, of, [value], as)).to.equal(!test(positive, of, [value], as));
        }),
      );
    });

    it("are such that all match unless any does not", () => {
      fc.assert(
        fc.property(written, values, effect, (of, actual, as) => {
          const all = test(`ForAllValues:${positive}`, of, actual, as);
          expect(all).to.equal(!test(`ForAnyValue:${negative}`, of, actual, as));
          expect(all).to.equal(actual.every((value) => test(positive, of, [value], as)));
        }),
      );
    });

    it("match what any of their values alone matches", () => {
      fc.assert(
        fc.property(written, actualBy, (of, value) => {
          expect(test(positive, of, [value])).to.equal(of.some((one) => test(positive, [one], [value])));
        }),
      );
    });

    it("do with IfExists what they do without, but for a missing key", () => {
      fc.assert(
        fc.property(
          written,
          values,
          fc.constantFrom("", "ForAnyValue:", "ForAllValues:"),
          (of, actual, set) => {
            for (const operator of [positive, negative]) {
              expect(test(`${set}${operator}IfExists`, of, actual)).to.equal(
                test(`${set}${operator}`, of, actual),
              );
              expect(test(`${set}${operator}IfExists`, of, undefined)).to.equal(true);
            }
          },
        ),
      );
    });

    it("treat a missing key as AWS documents", () => {
      fc.assert(
        fc.property(written, effect, (of, as) => {
          expect(test(positive, of, undefined, as)).to.equal(false);
          expect(test(negative, of, undefined, as)).to.equal(true);
          for (const operator of [positive, negative]) {
            expect(test(`ForAllValues:${operator}`, of, undefined, as)).to.equal(true);
            expect(test(`ForAnyValue:${operator}`, of, undefined, as)).to.equal(false);
          }
        }),
      );
    });
  });
}

describe("ordered operators", () => {
  const orders: readonly (readonly [string, (a: number, b: number) => boolean])[] = [
    ["LessThan", (a, b) => a < b],
    ["LessThanEquals", (a, b) => a <= b],
    ["GreaterThan", (a, b) => a > b],
    ["GreaterThanEquals", (a, b) => a >= b],
    ["Equals", (a, b) => a === b],
  ];
  for (const [name, compare] of orders) {
    it(`compare numbers and dates: ${name}`, () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer(), (a, b) => {
          expect(test(`Numeric${name}`, [`${b}`], [`${a}`])).to.equal(compare(a, b));
        }),
      );
      fc.assert(
        fc.property(date, date, (a, b) => {
          expect(test(`Date${name}`, [b], [a])).to.equal(compare(Date.parse(a), Date.parse(b)));
        }),
      );
    });
  }
});

describe("IpAddress", () => {
  const big = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);

  it("matches the addresses whose leading bits are those of the network", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (base, ip, bits) => {
        const rest = BigInt(32 - bits);
        expect(test("IpAddress", [`${base}/${bits}`], [ip])).to.equal(big(base) >> rest === big(ip) >> rest);
      }),
    );
  });
});
