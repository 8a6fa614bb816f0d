import { expect } from "chai";
import { mutantsOf } from "../../bench/mutants";

describe("The policy pack, of single changes to our own stacks", () => {
  for (const stack of ["dev", "dev-replica"]) {
    it(`catches each that weakens ${stack}, and flags none that is harmless`, async function () {
      this.timeout(300_000);
      const results = await mutantsOf(stack);
      expect(results.flatMap(({ kind, wrong }) => wrong.map((name) => `${kind}: ${name}`))).to.deep.equal([]);
      const made = (harmless: boolean) =>
        results
          .filter(({ kind }) => (kind === "harmless") === harmless)
          .reduce((sum, { mutants }) => sum + mutants, 0);
      expect(made(false)).to.be.at.least(100);
      expect(made(true)).to.be.at.least(25);
    });
  }
});
