import { expect } from "chai";
import { didYouMean } from "../../commandLine/suggestion";

describe("A suggestion", () => {
  const known = ["dev", "dev-replica", "prod", "prod-replica", "showcase"];

  for (const [word, nearest] of [
    ["prd", "prod"],
    ["PROD", "prod"],
    ["show", "showcase"],
    ["dev-repilca", "dev-replica"],
  ] as const) {
    it(`is made for a near word: ${word}`, () => {
      expect(didYouMean(word, known)).to.equal(` Did you mean "${nearest}"?`);
    });
  }

  for (const word of ["", "x", "production", "staging"]) {
    it(`is not made where nothing is near: "${word}"`, () => {
      expect(didYouMean(word, known)).to.equal("");
    });
  }
});
