import { expect } from "chai";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { policies } from "../../../policy-pack/policies";
import { accessPolicies } from "../../../policy-pack/policies/access";
import { codecommitPolicies } from "../../../policy-pack/policies/codecommit";
import { crossAccountPolicies } from "../../../policy-pack/policies/crossAccount";
import { replicaPolicies } from "../../../policy-pack/policies/replica";

describe("the policies of the pack", () => {
  it("have names of their own", () => {
    const names = policies.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  it("end with the report of what exemptions are left over", () => {
    expect(policies.at(-1)?.name).to.equal("policy-exemption-require-use");
  });

  for (const { name, description, severity, remediationSteps, url } of policies) {
    it(`${name} says what it is for and how to mend what it finds`, () => {
      expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)*-(require|forbid|restrict|limit)-[a-z0-9-]+$/);
      expect(description).to.match(/^[A-Z].*\.$/);
      expect(severity).to.be.oneOf(["low", "medium", "high", "critical"]);
      expect(remediationSteps).to.not.equal("");
      expect(url).to.match(/^https:\/\//);
    });
  }

  it("about access are all told in docs/access.md, in their own words", () => {
    const text = readFileSync(resolve(__dirname, "../../../docs/access.md"), "utf8");
    const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` +\| (.*?) +\|$/gm)].map(([, name, words]) => [
      name,
      words,
    ]);
    const told = [...codecommitPolicies, ...accessPolicies, ...replicaPolicies, ...crossAccountPolicies];
    expect(rows).to.deep.include.members(told.map(({ name, description }) => [name, description]));
  });
});
