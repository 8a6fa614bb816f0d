import { expect } from "chai";
import { reconcile, type PolicyDeclaration } from "../../../local/engine/policyConfig";

const policy: PolicyDeclaration = {
  name: "p",
  level: "mandatory",
  schema: { word: { type: "string", default: "x" }, list: { type: "array" } },
  required: [],
};

describe("a policy pack's configuration", () => {
  it("lets a policy's own level win over that of all, and that over the pack's", () => {
    const other = { ...policy, name: "q" };
    const settings = reconcile([policy, other], {
      all: "disabled",
      p: { enforcementLevel: "advisory", list: [1] },
    });
    expect(settings.get("p")).to.deep.equal({ level: "advisory", properties: { word: "x", list: [1] } });
    expect(settings.get("q")?.level).to.equal("disabled");
    expect(reconcile([policy], {}).get("p")?.level).to.equal("mandatory");
  });

  it("is refused for unknown policies, levels and settings, and missing ones", () => {
    expect(() => reconcile([policy], { q: "advisory" })).to.throw("unknown policy q; the pack has p");
    expect(() => reconcile([policy], { p: "fatal" })).to.throw('p: "fatal" is no level; use advisory');
    expect(() => reconcile([policy], { p: { size: 1 } })).to.throw("p.size is not a setting");
    expect(() => reconcile([{ ...policy, required: ["list"] }], {})).to.throw("p.list is required");
  });
});
