import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineError, previewStack, upStack, type StackResult } from "../../../local/engine";
import { startNode } from "../../../local/engine/child";
import { Shop } from "./shop";

function errors(result: StackResult): string[] {
  return result.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("what the engine refuses", () => {
  let shop: Shop;

  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  // Seen with the Pulumi CLI 3.248.0: a refused deletion stops no other one, as `destroy --skip-preview` shows.
  it("refuses to delete what is protected, keeps what that needs, and deletes the rest", async () => {
    const options = { protect: true };
    const all = [
      { name: "base" },
      { name: "b", options, dependsOn: ["base"] },
      { name: "guard", dependsOn: ["b"] },
      { name: "c" },
    ];
    expect((await shop.up(all)).ok).to.equal(true);
    shop.provider.calls.length = 0;
    const preview = await shop.preview([]);
    expect(errors(preview)).to.have.lengthOf(1);
    const removed = await shop.up([]);
    expect(removed.ok).to.equal(false);
    expect(shop.provider.verbs()).to.have.members(["delete c", "delete guard"]);
  });

  it("deletes nothing while something protected needs all of it", async () => {
    const everything = [{ name: "a" }, { name: "b", dependsOn: ["a"] }, { name: "c" }];
    const last = { name: "last", dependsOn: ["a", "b", "c"], options: { protect: true } };
    expect((await shop.up([...everything, last])).ok).to.equal(true);
    shop.provider.calls.length = 0;
    const removed = await shop.up([]);
    expect(errors(removed)).to.have.lengthOf(1);
    expect(errors(removed)[0]).to.contain("::last");
    expect(shop.provider.calls).to.deep.equal([]);
  });

  it("leaves it to another resource's deletion to delete what is deleted with it", async () => {
    const one = { name: "shop" };
    expect((await shop.up([one, { name: "shelf", deletedWith: "shop" }])).ok).to.equal(true);
    shop.provider.calls.length = 0;
    expect((await shop.up([])).ok).to.equal(true);
    expect(shop.provider.verbs()).to.deep.equal(["delete shop"]);
    expect((await shop.up([one, { name: "shelf", deletedWith: "shop" }])).ok).to.equal(true);
    shop.provider.calls.length = 0;
    expect((await shop.up([one])).ok).to.equal(true);
    expect(shop.provider.verbs()).to.deep.equal(["delete shelf"]);
  });

  // Seen with the Pulumi CLI 3.248.0; executeRegisterResourceOutputs of its step_executor.go says why.
  it("keeps what the stack exported when an update fails", async () => {
    await shop.up([{ name: "a" }]);
    const before = exported();
    expect(before).to.not.deep.equal({});
    await shop.up([{ name: "a" }, { name: "x", fails: "no such team" }]);
    expect(exported()).to.deep.equal(before);
  });

  function exported(): unknown {
    const { resources } = JSON.parse(readFileSync(join(shop.stateDirectory, "dev.json"), "utf8")) as {
      resources: { type: string; outputs: unknown }[];
    };
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
  }

  it("replaces nothing that is protected", async () => {
    const options = { protect: true };
    const kept = [
      { name: "a", inputs: { label: "x" }, options },
      { name: "b", options },
    ];
    expect((await shop.up(kept)).ok).to.equal(true);
    shop.provider.calls.length = 0;
    const removed = await shop.up([{ name: "a", inputs: { label: "x" }, options }]);
    expect(removed.ok).to.equal(false);
    expect(errors(removed)[0]).to.match(
      /^resource "urn:pulumi:dev::shop::test:index:Thing::b" cannot be deleted\nbecause it is protected\. To unprotect/,
    );
    expect(shop.provider.calls).to.deep.equal([]);
    const replaced = await shop.preview([
      { name: "a", inputs: { label: "y" }, options },
      { name: "b", options },
    ]);
    expect(errors(replaced)[0]).to.match(
      /^unable to replace resource ".*::a"\nas it is currently marked for/,
    );
    const mended = await shop.up([{ name: "a", inputs: { label: "x" }, options }, { name: "b" }]);
    expect(mended.resources.find(({ name }) => name === "b")).to.include({
      operation: "same",
      protection: "lost",
    });
    expect(mended.ok).to.equal(true);
    expect((await shop.up([{ name: "a", inputs: { label: "x" }, options }])).ok).to.equal(true);
    expect(shop.provider.verbs()).to.deep.equal(["delete b"]);
  });

  it("names every unknown type and duplicate already at preview", async () => {
    const result = await shop.preview([
      { name: "a", type: "test:index:Gadget" },
      { name: "b", type: "test:index:Gizmo" },
      { name: "c" },
      { name: "c" },
    ]);
    const said = errors(result).join("\n");
    expect(said).to.contain("test:index:Gadget (urn:pulumi:dev::shop::test:index:Gadget::a)");
    expect(said).to.contain("unknown resource type test:index:Gizmo");
    const duplicate = "Duplicate resource URN 'urn:pulumi:dev::shop::test:index:Thing::c'";
    expect(said).to.contain(`${duplicate}; try giving it a unique name`);
  });

  it("shows only the message of a RunError, and deletes nothing because of it", async () => {
    await shop.up([{ name: "a" }]);
    shop.provider.calls.length = 0;
    const result = await shop.up([{ name: "x", fails: "repositories.api: no such team" }]);
    expect(errors(result)).to.deep.equal(["repositories.api: no such team"]);
    expect(result.programOutput).to.equal("");
    expect(shop.provider.calls).to.deep.equal([]);
  });

  it("tells which handler failed, without its secrets, and goes on from there in the next run", async () => {
    const items = [
      { name: "a" },
      { name: "b", inSecret: true, dependsOn: ["a"] },
      { name: "c", dependsOn: ["b"] },
    ];
    shop.provider.before = ({ name }) => {
      if (name === "b") {
        throw new Error("the password swordfish is too short");
      }
    };
    const failed = await shop.up(items);
    expect(errors(failed)).to.deep.equal(["the password [secret] is too short"]);
    expect(shop.provider.verbs()).to.deep.equal(["create a"]);
    shop.provider.before = () => undefined;
    const result = await shop.up(items);
    expect(result.ok).to.equal(true);
    expect(shop.provider.verbs()).to.deep.equal(["create a", "create b", "create c"]);
  });

  it("goes on after a kill where it was", async () => {
    await shop.configure({ items: [{ name: "a" }, { name: "b", dependsOn: ["a"] }] });
    const script = resolve(__dirname, "killedUp.ts");
    const { exited } = startNode(["--import", "tsx", script, shop.directory], { cwd: __dirname, env: {} });
    expect((await exited).signal).to.equal("SIGKILL");
    const result = await upStack(shop.options());
    expect(result.ok).to.equal(true);
    expect(shop.provider.verbs()).to.deep.equal(["create b"]);
  });

  it("cannot begin without the stack's settings, and says which stacks there are", async () => {
    await shop.configure({});
    const error = await previewStack(shop.options({ stack: "prod" })).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EngineError);
    expect((error as Error).message)
      .to.contain("there is no stack 'prod'")
      .and.to.contain("Known stacks: dev");
  });
});
