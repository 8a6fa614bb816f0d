import { expect } from "chai";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResourceResult, StackResult } from "../../../local/engine";
import { renderResult } from "../../../local/engine";
import { Shop } from "./shop";

const messages = ({ diagnostics }: StackResult) =>
  diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
const only = (result: StackResult, name: string): ResourceResult | undefined =>
  result.resources.find((resource) => resource.name === name);

describe("a resource that is imported", () => {
  let shop: Shop;
  const adopt = (inputs: object, options: object = {}) => [
    { name: "a", inputs, options: { import: "old-1", ...options } },
  ];

  beforeEach(async () => {
    shop = await Shop.open();
    shop.provider.existing.set("old-1", {
      inputs: { label: "x", tags: { team: "web" } },
      outputs: { serial: "serial-old" },
    });
  });
  afterEach(() => shop.close());

  it("is read at preview, shown with an equals sign, and nothing is changed", async () => {
    const result = await shop.preview(adopt({ label: "x", tags: { team: "web" } }));
    expect(messages(result)).to.deep.equal([]);
    expect(only(result, "a")?.operation).to.equal("import");
    expect(shop.provider.calls).to.deep.equal([{ verb: "read", name: "a", inputs: { preview: true } }]);
    const text = renderResult(result, { colors: false });
    expect(text).to.match(/^= .*test:index:Thing +a +import$/m);
    expect(text).to.contain("1 to import");
  });

  it("enters the state with its id and outputs, and is ours from then on", async () => {
    const imported = await shop.up(adopt({ label: "x", tags: { team: "web" } }));
    expect(imported.ok, messages(imported).join()).to.equal(true);
    expect(imported.outputs.serials).to.deep.equal([{ name: "a", serial: "serial-old" }]);
    const state = await readFile(join(shop.stateDirectory, "dev.json"), "utf8");
    expect(state).to.contain('"id": "old-1"');
    shop.provider.calls.length = 0;
    const again = await shop.up(adopt({ label: "x", tags: { team: "web" } }));
    const without = await shop.up([{ name: "a", inputs: { label: "x", tags: { team: "web" } } }]);
    expect([only(again, "a")?.operation, only(without, "a")?.operation]).to.deep.equal(["same", "same"]);
    expect(shop.provider.calls).to.deep.equal([]);
    await shop.up([]);
    expect(shop.provider.verbs()).to.deep.equal(["delete a"]);
  });

  // Seen at Pulumi 3.248.0; continueStepsFromImport of pkg/resource/deploy/step_generator.go.
  it("is updated in the same run where it differs, after it has entered the state", async () => {
    const items = adopt({ label: "x", tags: { team: "web" }, size: 1 });
    const preview = await shop.preview(items);
    expect(messages(preview)).to.deep.equal([]);
    expect(only(preview, "a")?.operation).to.equal("import");
    expect(only(preview, "a")?.changes).to.deep.equal([{ path: "size", kind: "add", new: 1 }]);
    shop.provider.calls.length = 0;
    let between = "";
    shop.provider.before = ({ verb }) => {
      if (verb === "update") between = readFileSync(join(shop.stateDirectory, "dev.json"), "utf8");
    };
    const up = await shop.up(items);
    expect(messages(up)).to.deep.equal([]);
    expect(shop.provider.verbs()).to.deep.equal(["read a", "update a"]);
    expect(between).to.contain('"id": "old-1"').and.not.to.contain('"size": 1');
    const again = await shop.up(items);
    expect(only(again, "a")?.operation).to.equal("same");
  });

  it("is not replaced, now or later, while the program says import; at preview that is a warning", async () => {
    const message =
      "previously-imported resources that still specify an ID may not be replaced; " +
      "please remove the `import` declaration from your program;\nlabel: {x} => {y}";
    const items = adopt({ label: "y", tags: { team: "web" } });
    const preview = await shop.preview(items);
    expect(messages(preview)).to.deep.equal([`warning: ${message}`]);
    expect(preview.ok).to.equal(true);
    const up = await shop.up(items);
    expect(up.ok).to.equal(false);
    expect(messages(up)).to.deep.equal([`error: ${message}`]);
    // What was found is ours all the same.
    expect(messages(await shop.up(items))).to.deep.equal([`error: ${message}`]);
    expect(shop.provider.verbs()).to.deep.equal(["read a", "read a"]);
  });

  it("keeps what ignoreChanges names, also where the program says nothing or something else", async () => {
    const ignoring = { ignoreChanges: ["label", "tags", "size"] };
    const result = await shop.up(adopt({ label: "y", size: 9 }, ignoring));
    expect(messages(result)).to.deep.equal([]);
    expect(only(result, "a")?.inputs).to.deep.equal({ label: "x", tags: { team: "web" } });
    const later = await shop.preview([{ name: "a", inputs: { label: "x", size: 9 } }]);
    expect(only(later, "a")?.changes.map(({ path }) => path)).to.deep.equal(["tags", "size"]);
  });

  it("is refused when it does not exist, or in place of another", async () => {
    const missing = await shop.preview([{ name: "a", options: { import: "old-2" } }]);
    expect(messages(missing)).to.deep.equal(["error: resource 'old-2' does not exist"]);
    await shop.up([{ name: "a", inputs: { label: "x" } }]);
    const other = await shop.preview(adopt({ label: "x" }));
    expect(messages(other)[0]).to.match(
      /^error: .*::a is id-1; the local engine cannot import old-1 in its place/,
    );
  });
});
