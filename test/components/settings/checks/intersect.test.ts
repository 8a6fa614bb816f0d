import { expect } from "chai";
import fc from "fast-check";
import { matches } from "../../../../components/settings/checks/check";
import { intersect } from "../../../../components/settings/checks/intersect";

/** Every text of up to this many letters of the alphabet. */
function texts(alphabet: readonly string[], most: number): string[] {
  const longer = (shorter: readonly string[]) =>
    shorter.flatMap((text) => alphabet.map((letter) => text + letter));
  const found = [[""]];
  for (let length = 1; length <= most; length++) found.push(longer(found[length - 1]));
  return found.flat();
}

describe("Two patterns", () => {
  for (const [left, right, common] of [
    ["main", "main", true],
    ["main", "Main", false],
    ["release/*", "release/1.0", true],
    ["release/*", "release", false],
    ["release/*", "*/1.0", true],
    ["release/*", "hotfix/*", false],
    ["v?", "v*", true],
    ["v?", "v10", false],
    ["v?", "v", false],
    ["*", "", true],
    ["?", "", false],
    ["a*b*c", "*b", false],
    ["a*b*c", "*bc", true],
    ["team.a", "teamXa", false],
  ] as const) {
    it(`${left} and ${right || "nothing"} have ${common ? "a name" : "nothing"} in common`, () => {
      expect(intersect(left, right)).to.equal(common);
      expect(intersect(right, left)).to.equal(common);
    });
  }

  // With at most three signs each that are no star, patterns that have a name in common have one of at most six letters.
  // The third letter stands for all that neither pattern has.
  it("have in common what trying every name finds", function () {
    this.timeout(60_000);
    const names = texts(["a", "b", "/"], 6);
    const pattern = fc
      .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 5 })
      .filter((signs) => signs.filter((sign) => sign !== "*").length <= 3)
      .map((signs) => signs.join(""));
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const found = names.some((name) => matches(left, name) && matches(right, name));
        expect(intersect(left, right)).to.equal(found);
      }),
      { numRuns: 1000 },
    );
  });
});
