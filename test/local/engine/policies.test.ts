import { expect } from "chai";
import { resolve } from "node:path";
import { Shop } from "./shop";

describe("a policy pack", () => {
  let shop: Shop;
  const pack = { directory: resolve(__dirname, "../../fixtures/pack") };

  before(async () => {
    shop = await Shop.open();
  });
  after(() => shop.close());

  it("stops an update before anything it forbids is realised", async () => {
    await shop.up([{ name: "old" }]);
    const result = await shop.up([{ name: "a", inputs: { label: "forbidden" } }], { policyPacks: [pack] });
    expect(result.ok).to.equal(false);
    expect(result.violations).to.deep.equal([
      {
        policy: "thing-label-not-forbidden",
        level: "mandatory",
        urn: "urn:pulumi:dev::shop::test:index:Thing::a",
        message: 'No thing may be labelled with the forbidden word.\nits label is "forbidden"',
      },
    ]);
    expect(shop.provider.verbs()).to.deep.equal(["create old"]);
    expect(result.resources.map(({ operation }) => operation)).not.to.contain("delete");
  });

  it("is told the inputs of each resource and the outputs of all, and advice does not stop anything", async () => {
    const items = [
      { name: "a", inputs: { size: 11 }, inSecret: true, options: { protect: true } },
      { name: "c", type: "shelf" },
    ];
    const result = await shop.preview(items, { policyPacks: [pack] });
    expect(result.ok, JSON.stringify(result.diagnostics)).to.equal(true);
    expect(
      result.violations.map(({ policy, level, message }) => [policy, level, message.split("\n")[1]]),
    ).to.deep.equal([
      ["thing-size-small", "advisory", "its size is 11, its password [secret], protect true"],
      ["shelf-outputs-seen", "advisory", "shelf holds c-thing of nobody"],
    ]);
  });

  it("takes levels and settings from a configuration file", async () => {
    const items = [
      { name: "a", inputs: { size: 11, label: "forbidden" } },
      { name: "b", inputs: { label: "other" } },
    ];
    const policyPacks = [{ ...pack, configFile: resolve(pack.directory, "strict.json") }];
    const result = await shop.preview(items, { policyPacks });
    expect(result.ok).to.equal(false);
    expect(
      result.violations.map(({ policy, level, urn }) => [policy, level, urn?.at(-1)]),
    ).to.have.deep.members([
      ["thing-size-small", "mandatory", "a"],
      ["thing-label-not-forbidden", "mandatory", "b"],
    ]);
  });
});
