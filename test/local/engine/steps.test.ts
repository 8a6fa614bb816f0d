import { expect } from "chai";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StackResult } from "../../../local/engine";
import { Shop } from "./shop";

function operations(result: StackResult): Record<string, string> {
  return Object.fromEntries(result.resources.map(({ name, operation }) => [name, operation]));
}

describe("a stack from run to run", () => {
  let shop: Shop;
  let created: StackResult;
  const first = [
    { name: "a", inputs: { label: "x", size: 1, tags: { team: "web" } } },
    { name: "b", inSecret: true, dependsOn: ["a"], inputs: { size: 1 } },
    { name: "c", type: "shelf", inputs: { size: 1 } },
  ];

  before(async () => {
    shop = await Shop.open();
  });
  after(() => shop.close());

  it("calls no handler and writes nothing at preview, and leaves unknown what only an update can know", async () => {
    const result = await shop.preview(first);
    expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
    expect(operations(result)).to.deep.equal({
      "shop-dev": "create",
      a: "create",
      b: "create",
      c: "create",
      "c-thing": "create",
    });
    expect(shop.provider.calls).to.deep.equal([]);
    const b = result.resources.find(({ name }) => name === "b");
    expect(b?.inputs).to.deep.equal({ size: 1, password: "[secret]", upstream: "[unknown]" });
    const missing = await stat(shop.stateDirectory).catch((error: NodeJS.ErrnoException) => error.code);
    expect(missing).to.equal("ENOENT");
  });

  it("creates in the order of dependencies, with plain secrets for the handlers", async () => {
    created = await shop.up(first);
    expect(created.ok, JSON.stringify(created.diagnostics)).to.equal(true);
    expect(shop.provider.verbs()).to.have.members(["create a", "create b", "create c-thing"]);
    const b = shop.provider.calls.find(({ name }) => name === "b");
    const serial = (created.outputs.serials as { serial: string }[])[0]?.serial;
    expect(b?.inputs).to.deep.equal({ size: 1, password: "swordfish", upstream: serial });
  });

  it("keeps secrets marked in a state that only its owner can read, and out of the result", async () => {
    const file = join(shop.stateDirectory, "dev.json");
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readFile(file, "utf8")).to.match(
      /1b47061264138c4ac30d75fd1eb44270",\s+"value": "swordfish"/,
    );
    const { references, ...visible } = created;
    expect(JSON.stringify(visible)).not.to.contain("swordfish");
    expect(JSON.stringify(references.password)).to.contain("swordfish");
  });

  it("names a child after its parent's type, and says who its parent is", () => {
    const child = created.resources.find(({ name }) => name === "c-thing");
    expect(child?.urn).to.equal("urn:pulumi:dev::shop::shop:index:Shelf$test:index:Thing::c-thing");
    expect(child?.parent).to.equal("urn:pulumi:dev::shop::shop:index:Shelf::c");
  });

  it("leaves alone what has not changed", async () => {
    shop.provider.calls.length = 0;
    const result = await shop.up(first);
    expect(new Set(Object.values(operations(result)))).to.deep.equal(new Set(["same"]));
    expect(shop.provider.calls).to.deep.equal([]);
  });

  it("updates, replaces and deletes, dependents first", async () => {
    shop.provider.calls.length = 0;
    const result = await shop.up([
      { name: "a", inputs: { label: "y", size: 1, tags: { team: "web" } } },
      { name: "c", type: "shelf", inputs: { size: 2 } },
    ]);
    expect(operations(result)).to.deep.equal({
      "shop-dev": "same",
      a: "replace",
      b: "delete",
      c: "same",
      "c-thing": "update",
    });
    const a = result.resources.find(({ name }) => name === "a");
    expect(a?.changes).to.deep.equal([{ path: "label", kind: "update", old: "x", new: "y" }]);
    const deletions = shop.provider.verbs().filter((verb) => verb.startsWith("delete"));
    expect(deletions).to.deep.equal(["delete b", "delete a"]);
    expect(shop.provider.verbs().indexOf("create a")).to.be.lessThan(
      shop.provider.verbs().indexOf("delete a"),
    );
  });

  it("honours ignoreChanges, replaceOnChanges and deleteBeforeReplace", async () => {
    shop.provider.calls.length = 0;
    const options = { ignoreChanges: ["size"], replaceOnChanges: ["tags.team"], deleteBeforeReplace: true };
    const result = await shop.up([
      { name: "a", inputs: { label: "y", size: 9, tags: { team: "api" } }, options },
      { name: "c", type: "shelf", inputs: { size: 2 } },
    ]);
    const a = result.resources.find(({ name }) => name === "a");
    expect(a?.operation).to.equal("replace");
    expect(a?.changes.map(({ path }) => path)).to.deep.equal(["tags.team"]);
    expect(shop.provider.verbs()).to.deep.equal(["delete a", "create a"]);
    // The new one is made as the program says: what ignoreChanges keeps is the old one's.
    expect(shop.provider.calls[1]?.inputs.size).to.equal(9);
  });

  it("knows a renamed resource by its alias", async () => {
    shop.provider.calls.length = 0;
    const options = { aliases: [{ name: "a" }] };
    const result = await shop.up([
      { name: "z", inputs: { label: "y", size: 9, tags: { team: "api" } }, options },
      { name: "c", type: "shelf", inputs: { size: 2 } },
    ]);
    expect(operations(result)).to.deep.equal({ "shop-dev": "same", z: "same", c: "same", "c-thing": "same" });
    expect(shop.provider.calls).to.deep.equal([]);
  });
});
