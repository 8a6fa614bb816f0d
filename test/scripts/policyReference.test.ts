import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { format, resolveConfig } from "prettier";
import { policies } from "../../policy-pack/policies";
import { policyReference } from "../../scripts/policyReference";
import { union } from "../../scripts/policyUnion";

const file = path.resolve(__dirname, "..", "..", "docs", "policies.md");

describe("The policy reference", () => {
  it("is what the policies and presets say; if not, run: npm run docs", async () => {
    const made = await format(policyReference(), { ...(await resolveConfig(file)), parser: "markdown" });
    expect(readFileSync(file, "utf8")).to.equal(made);
  });

  it("covers what others check by policies that there are, or says why not", () => {
    const names = policies.map(({ name }) => name);
    const rows = Object.values(union).flat();
    expect(rows).to.have.length.greaterThan(70);
    expect(rows.flatMap(({ coveredBy }) => coveredBy).filter((name) => !names.includes(name))).to.deep.equal(
      [],
    );
    expect(
      rows.filter(({ coveredBy, note = "" }) => coveredBy.length === 0 && note.length < 20),
    ).to.deep.equal([]);
  });

  it("knows every level of the presets", () => {
    expect(policyReference()).to.not.include("| ? |");
  });
});
