import { expect } from "chai";
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

  it("is refused when it differs, with a warning at preview", async () => {
    const items = adopt({ label: "y", tags: { team: "web" }, size: 1 });
    const preview = await shop.preview(items);
    expect(messages(preview)).to.deep.equal([
      "warning: inputs to import do not match the existing resource; importing this resource will fail (label, size)",
    ]);
    expect(preview.ok).to.equal(true);
    const up = await shop.up(items);
    expect(up.ok).to.equal(false);
    expect(messages(up)).to.deep.equal([
      "error: inputs to import do not match the existing resource (label, size)",
    ]);
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
