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

  describe("that mends", () => {
    const mending = { policyPacks: [{ ...pack, configFile: resolve(pack.directory, "mend.json") }] };

    it("changes inputs before they are judged and realised, and keeps secrets secret", async () => {
      const items = [{ name: "mended", inputs: { size: 1 }, inSecret: true }];
      const result = await shop.up(items, mending);
      expect(result.violations).to.deep.equal([]);
      const urn = "urn:pulumi:dev::shop::test:index:Thing::mended";
      expect(result.diagnostics).to.deep.include({
        severity: "info",
        message: "thing-owner-known changed the inputs.",
        urn,
      });
      const call = shop.provider.calls.find(({ name }) => name === "mended");
      expect(call?.inputs).to.include({ size: 1, owner: "platform" });
      expect(call?.inputs.password).to.be.a("string");
      const [{ inputs }] = result.resources.filter((resource) => resource.urn === urn);
      expect(inputs).to.include({ owner: "platform", password: "[secret]" });
    });

    it("finds nothing to change the next time", async () => {
      const result = await shop.up([{ name: "mended", inputs: { size: 1 }, inSecret: true }], mending);
      expect(result.resources.find(({ name }) => name === "mended")?.operation).to.equal("same");
    });

    it("mends at preview too, and judges what is left", async () => {
      const result = await shop.preview([{ name: "a" }, { name: "b", inputs: { owner: "ada" } }], mending);
      expect(result.resources.find(({ name }) => name === "a")?.inputs).to.include({ owner: "platform" });
      expect(result.violations.map(({ level, message }) => [level, message.split("\n")[1]])).to.deep.equal([
        ["mandatory", "it is of ada"],
      ]);
    });

    it("advises where its policy stumbles over what is not known yet", async () => {
      const result = await shop.preview([{ name: "new" }, { name: "c", dependsOn: ["new"] }], mending);
      const advice = result.violations.filter(({ level }) => level === "advisory");
      expect(advice.map(({ urn, message }) => [urn?.at(-1), message])).to.deep.equal([
        [
          "c",
          "can't run remediation 'thing-owner-known' from policy pack 'fixture@v1.0.0' during preview: " +
            "string value at .upstream can't be known during preview",
        ],
      ]);
    });

    it("leaves everything as it is where its level is another", async () => {
      const configFile = resolve(pack.directory, "strict.json");
      const result = await shop.preview([{ name: "a" }], { policyPacks: [{ ...pack, configFile }] });
      expect(result.resources.find(({ name }) => name === "a")?.inputs).to.not.have.property("owner");
    });
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
