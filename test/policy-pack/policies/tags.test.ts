import { expect } from "chai";
import { requireTags } from "../../../policy-pack/policies/codecommit/requireTags";
import type { PackPolicy } from "../../../policy-pack/policies/framework/definePolicy";
import { takeUnused } from "../../../policy-pack/policies/framework/exemptions";
import { tags } from "../../../policy-pack/policies/operations/tags";
import { unknownString, urn, verdictOn } from "../fixtures";

/**
 * What the engine gives a policy since version 7 of the AWS provider: `tags` as the program has them; `tagsAll` from
 * Check, or nothing for a resource of the plugin framework; the provider's own inputs, nested ones as JSON
 * (provider/tags.go of pulumi-aws 7; AnalyzerResource.Provider of pulumi 3.248).
 */
const cases: readonly (readonly [
  what: string,
  props: Record<string, unknown>,
  provider: Record<string, unknown> | undefined,
  missing: boolean,
])[] = [
  ["the tag by the resource", { tags: { team: "a" }, tagsAll: { team: "a" } }, {}, false],
  ["the tag in tagsAll only", { tagsAll: { team: "a" } }, undefined, false],
  ["a default tag, as JSON", {}, { defaultTags: '{"tags":{"team":"a"}}' }, false],
  ["a default tag, as an object", {}, { defaultTags: { tags: { team: "a" } } }, false],
  ["tags as JSON in the default tags", {}, { defaultTags: '{"tags":"{\\"team\\":\\"a\\"}"}' }, false],
  [
    "a default tag that is secret",
    {},
    {
      defaultTags: JSON.stringify({
        tags: {
          "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
          value: { team: "a" },
        },
      }),
    },
    false,
  ],
  ["no provider", { tags: { a: "b" } }, undefined, true],
  ["a provider without default tags", { tags: {}, tagsAll: {} }, { region: "eu-west-1" }, true],
  ["a provider with other default tags", {}, { defaultTags: '{"tags":{"Team":"a"}}' }, true],
  ["a provider with something unknown beside", {}, { profile: unknownString }, true],
  ["default tags that are no JSON", {}, { defaultTags: "team" }, true],
  ["default tags that are null", {}, { defaultTags: null }, true],
  ["default tags that are not known yet", {}, { defaultTags: unknownString }, false],
  ["tags of the default tags that are not known", {}, { defaultTags: `{"tags":"${unknownString}"}` }, false],
  ["a default tag without its value", {}, { defaultTags: `{"tags":{"team":"${unknownString}"}}` }, false],
  ["tags that are not known yet", { tags: unknownString, tagsAll: unknownString }, {}, false],
  [
    "a value that is not known yet, of another tag",
    { tags: { a: unknownString }, tagsAll: unknownString },
    {},
    true,
  ],
  ["a value that is not known yet", { tags: { team: unknownString }, tagsAll: unknownString }, {}, false],
  [
    "a default tag that the provider ignores",
    { tagsAll: {} },
    { defaultTags: '{"tags":{"team":"a"}}', ignoreTags: '{"keys":["team"]}' },
    true,
  ],
  [
    "a default tag that the provider ignores by its beginning",
    {},
    { defaultTags: '{"tags":{"team":"a"}}', ignoreTags: '{"keyPrefixes":["te"]}' },
    true,
  ],
];

const policies: readonly (readonly [policy: PackPolicy, type: string, config: object])[] = [
  [tags, "aws:sqs/queue:Queue", { required: { team: "platform" } }],
  [requireTags, "aws:codecommit/repository:Repository", { keys: ["team"], values: { team: "platform" } }],
];

for (const [policy, type, config] of policies) {
  describe(`${policy.name}, with the default tags of a provider`, () => {
    for (const [what, props, provider, missing] of cases) {
      it(`${missing ? "misses the tag with" : "accepts"} ${what}`, async () => {
        const said = await verdictOn(
          policy,
          { type, name: "a", props },
          { config, ...(provider && { provider }) },
        );
        expect(said).to.have.lengthOf(missing ? 1 : 0);
        const args = {
          ...{ type, urn: urn(type, "a"), name: "a", props },
          ...{ opts: { protect: true }, getConfig: () => config },
          ...(provider && { provider: { props: provider } }),
        };
        const mended = (await policy.remediateResource?.(args as never)) as typeof props | undefined;
        expect(mended !== undefined).to.equal(missing);
      });
    }

    it("mends tags and tagsAll together, because nothing checks the resource again", async () => {
      const mended = await policy.remediateResource?.({
        ...{ type, urn: urn(type, "a"), name: "a", props: { tags: { a: "b" }, tagsAll: { a: "b", c: "d" } } },
        ...{ opts: { protect: true }, getConfig: () => config },
      } as never);
      expect(mended).to.deep.equal({
        tags: { a: "b", team: "platform" },
        tagsAll: { a: "b", c: "d", team: "platform" },
      });
    });

    it("counts only the tags that it has of what keeps them, as an adopted repository does, and mends none", async () => {
      const ignoreChanges = ["description", "tags", "tagsAll"];
      const provider = { defaultTags: '{"tags":{"team":"a"}}' };
      const adopted = (found: object) => ({
        ...{ type, urn: urn(type, "a"), name: "a" },
        props: { tags: found, tagsAll: { ...found, team: "a" } },
      });
      expect(await verdictOn(policy, adopted({}), { config, provider, ignoreChanges })).to.have.lengthOf(1);
      expect(await verdictOn(policy, adopted({ team: "b" }), { config, ignoreChanges })).to.deep.equal([]);
      const opts = { protect: true, ignoreChanges };
      const args = { ...adopted({}), opts, provider: { props: provider }, getConfig: () => config };
      expect(await policy.remediateResource?.(args as never)).to.equal(undefined);
    });

    it("takes an exemption for what lacks the tag, and calls it unused where a default tag is enough", async () => {
      const exemptions = [{ resource: "*", reason: "until it is moved", expires: "2999-12-31" }];
      const unusedWith = async (provider: Record<string, unknown>) => {
        const circumstances = { config: { ...config, exemptions }, provider };
        expect(await verdictOn(policy, { type, name: "a", props: {} }, circumstances)).to.deep.equal([]);
        return takeUnused("urn:pulumi:dev").length;
      };
      expect(await unusedWith({})).to.equal(0);
      expect(await unusedWith({ defaultTags: '{"tags":{"team":"a"}}' })).to.equal(1);
    });
  });
}
