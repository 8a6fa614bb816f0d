import { expect } from "chai";
import { renderResult, renderVerdict, type ResourceResult, type StackResult } from "../../../local/engine";

function resource(
  name: string,
  operation: ResourceResult["operation"],
  parent: string | null,
): ResourceResult {
  const urn = `urn:pulumi:dev::shop::a:b:C::${name}`;
  const rest = { custom: true, protect: false, dependencies: [], provider: null, inputs: {}, changes: [] };
  return { urn, type: "a:b:C", name, parent, operation, ...rest };
}

const root = resource("root", "same", null);
const result: StackResult = {
  ...{
    stack: "dev",
    project: "shop",
    dryRun: true,
    ok: false,
    references: {},
    programOutput: "",
    duration: 1,
  },
  resources: [
    root,
    resource("new", "create", root.urn),
    { ...resource("other", "update", root.urn), changes: [{ path: "size", kind: "update", old: 1, new: 2 }] },
    resource("quiet", "same", root.urn),
    resource("gone", "delete", root.urn),
  ],
  outputs: { place: { region: "here", size: 1 } },
  outputChanges: [
    { path: "place.region", kind: "update", old: "there", new: "here" },
    { path: "people", kind: "add", new: { ada: { keys: [] } } },
  ],
  policies: 3,
  violations: [{ policy: "no-c", level: "mandatory", urn: root.urn, message: "C is bad\nmend it" }],
  diagnostics: [{ severity: "warning", message: "careful" }],
};

describe("the rendered preview", () => {
  it("shows the tree, the changes, outputs, findings and counts", () => {
    expect(renderResult(result, { colors: false }).split("\n")).to.deep.equal([
      "  a:b:C     root",
      "+ ├─ a:b:C  new    create",
      "~ ├─ a:b:C  other  update",
      "- └─ a:b:C  gone   delete",
      "",
      "~ a:b:C other",
      "    ~ size: 1 => 2",
      "",
      "Outputs:",
      '    ~ place.region: "there" => "here"',
      "    + people:",
      "    +     ada:",
      "    +         keys: []",
      "",
      "warning: careful",
      "",
      "Policy findings:",
      "    [mandatory] no-c (a:b:C root)",
      "        C is bad",
      "        mend it",
      "",
      "1 to create, 1 to update, 1 to delete, 2 unchanged",
      "3 policies, 1 mandatory finding",
    ]);
  });

  it("is coloured only where that is wanted", () => {
    const escape = "\u001b[";
    expect(renderResult(result, { colors: false })).not.to.contain(escape);
    expect(renderResult(result, { colors: true })).to.contain(escape);
  });

  it("tells what loses or gains its protection, which is no change of a property", () => {
    const resources = [
      root,
      { ...resource("bare", "same", root.urn), protection: "lost" as const },
      { ...resource("safe", "same", root.urn), protection: "gained" as const },
    ];
    const text = renderResult(
      { ...result, resources, diagnostics: [], violations: [] },
      { colors: false, showOutputs: false },
    );
    expect(text.split("\n")).to.deep.equal([
      "Protection that changes:",
      "    a:b:C bare: no longer; from now on an update may delete or replace it",
      "    a:b:C safe: from now on",
      "",
      "3 unchanged",
      "3 policies, no findings",
    ]);
  });

  it("lists what stays the same on request", () => {
    expect(renderResult(result, { colors: false, showSame: true })).to.contain("quiet");
  });

  it("tells what the policies came to also when that is good", () => {
    const good: StackResult = { ...result, ok: true, violations: [], policies: 102 };
    expect(renderResult(good, { colors: false })).to.match(/unchanged\n102 policies, no findings$/);
    expect(renderVerdict({ ...good, policies: 1 })).to.equal("1 policy, no findings");
    const [violation] = result.violations;
    const advisory = { ...violation, level: "advisory" } as const;
    expect(renderVerdict({ ...good, violations: [violation, advisory, advisory] })).to.equal(
      "102 policies, 1 mandatory and 2 advisory findings",
    );
  });

  it("tells nothing of policies that have not seen the stack", () => {
    const failed = { severity: "error", message: "the program exited with code 1" } as const;
    const text = renderResult({ ...result, violations: [], diagnostics: [failed] }, { colors: false });
    expect(text).to.match(/2 unchanged$/);
    expect(renderResult({ ...result, policies: 0, violations: [] }, { colors: false })).to.match(
      /unchanged$/,
    );
  });

  it("shows a list in another order as that", () => {
    const changes = [{ path: "rules", kind: "update", old: [1, 2], new: [2, 1], orderOnly: true }] as const;
    const text = renderResult(
      { ...result, resources: [{ ...resource("a", "update", null), changes }] },
      { colors: false },
    );
    expect(text).to.contain("    ~ rules: only its order or layout differs\n");
  });
});
