import { expect } from "chai";
import { z } from "zod";
import { unknown } from "../../../../policy-pack/access/resources";
import { definePolicy } from "../../../../policy-pack/policies/framework/definePolicy";
import { reportExemptions } from "../../../../policy-pack/policies/framework/reportExemptions";
import { proxied, resource, unknownString, urn, verdictOn, violationsOf } from "../../fixtures";

const type = "aws:kms/key:Key";

const described = {
  name: "kms-key-require-short-name",
  description: "Keys have short names.",
  severity: "low",
  url: "https://example.com",
  remediation: ["Shorten it."],
} as const;

const policy = definePolicy({
  ...described,
  config: { most: z.int().min(1).default(3) },
  types: [type],
  judge: ({ name }, { most }) => (name.length > most ? [`${name} is longer than ${most}.`] : []),
});

const ofStack = definePolicy({
  ...described,
  judgeStack: (stack) =>
    stack.ofType(type).map(({ urn: on, name }) => ({ message: `${name} is there.`, urn: on })),
});

const key = (name: string, props = {}) => resource(type, name, props);
const exempt = (resourcePattern: string, expires: string) => ({
  exemptions: [{ resource: resourcePattern, reason: "Named by its auditors.", expires }],
});
const stackResource = resource("pulumi:pulumi:Stack", "codecommit-platform-dev", {});
/** What is left over in the stack of the fixtures. */
const leftOver = async () =>
  (await violationsOf(reportExemptions, [stackResource])).map(({ message }) => message);

describe("definePolicy", () => {
  beforeEach(leftOver);

  it("judges resources of its types, with the defaults of its configuration", async () => {
    expect(await verdictOn(policy, key("abc"))).to.deep.equal([]);
    expect(await verdictOn(policy, key("abcd"))).to.deep.equal(["abcd is longer than 3."]);
    expect(await verdictOn(policy, key("abcd"), { config: { most: 4 } })).to.deep.equal([]);
    expect(await verdictOn(policy, resource("aws:sns/topic:Topic", "abcd", {}))).to.deep.equal([]);
  });

  it("hands over what is not known yet as `unknown`", async () => {
    const seen: unknown[] = [];
    const curious = definePolicy({
      ...described,
      types: [type],
      judge: ({ props }) => {
        seen.push(props.alias, props.absent);
        return [];
      },
    });
    await verdictOn(curious, key("abc", { alias: unknownString }));
    expect(seen).to.deep.equal([unknown, undefined]);
  });

  it("hands over the region of a resource, or of its provider", async () => {
    const seen: unknown[] = [];
    const curious = definePolicy({
      ...described,
      types: [type],
      judge: ({ region }) => {
        seen.push(region);
        return [];
      },
    });
    await verdictOn(curious, key("abc", { region: "eu-west-1" }), { region: "eu-central-1" });
    await verdictOn(curious, key("abc"), { region: "eu-central-1" });
    await verdictOn(curious, key("abc", { region: unknownString }), { region: "eu-central-1" });
    await verdictOn(curious, key("abc"));
    expect(seen).to.deep.equal(["eu-west-1", "eu-central-1", undefined, undefined]);
  });

  it("takes a configuration that it cannot read for a violation", async () => {
    expect(await verdictOn(policy, key("abc"), { config: { most: "many" } })).to.deep.equal([
      "The configuration of kms-key-require-short-name cannot be read: most: Invalid input: expected number, received string.",
    ]);
    expect(await verdictOn(policy, key("abc"), { config: { mots: 4 } })).to.have.lengthOf(1);
    expect(await violationsOf(ofStack, [key("abc")], { exemptions: "all" })).to.have.lengthOf(1);
  });

  it("shows the engine the keys of its configuration, exemptions among them", () => {
    expect(policy.configSchema?.properties).to.have.all.keys("most", "exemptions");
    expect(policy.configSchema?.properties.most).to.include({ type: "integer", default: 3, minimum: 1 });
  });

  describe("with exemptions", () => {
    it("leaves out what one covers, by URN or by pattern, until its day is over", async () => {
      for (const pattern of [urn(type, "abcd"), "urn:pulumi:dev::*::abcd"]) {
        expect(await verdictOn(policy, key("abcd"), { config: exempt(pattern, "2999-12-31") })).to.deep.equal(
          [],
        );
      }
      expect(
        await verdictOn(policy, key("abcde"), { config: exempt("*::abcd", "2999-12-31") }),
      ).to.deep.equal(["abcde is longer than 3."]);
      expect(await verdictOn(policy, key("abcd"), { config: exempt("*::abcd", "2020-01-31") })).to.deep.equal(
        ["abcd is longer than 3. (Its exemption expired on 2020-01-31: Named by its auditors.)"],
      );
    });

    it("leaves out findings of a stack", async () => {
      const stack = [stackResource, key("abc"), key("abd")];
      const found = await violationsOf(ofStack, stack, exempt("*::abc", "2999-12-31"));
      expect(found).to.deep.equal([{ message: "abd is there.", urn: urn(type, "abd") }]);
    });

    for (const [wrong, expected] of [
      [{ resource: "*", expires: "2999-12-31" }, "exemptions.0.reason"],
      [{ resource: "*", reason: "Because.", expires: "2999-12-31" }, "exemptions.0.reason"],
      [{ resource: "*", reason: "Named by its auditors." }, "exemptions.0.expires"],
      [{ resource: "*", reason: "Named by its auditors.", expires: "tomorrow" }, "exemptions.0.expires"],
      [{ resource: "", reason: "Named by its auditors.", expires: "2999-12-31" }, "exemptions.0.resource"],
    ] as const) {
      it(`refuses ${JSON.stringify(wrong)}`, async () => {
        const [message] = await verdictOn(policy, key("abc"), { config: { exemptions: [wrong] } });
        expect(message).to.include(`cannot be read: ${expected}: `);
      });
    }

    it("reports those that nothing needed, once", async () => {
      await verdictOn(policy, key("abcd"), { config: exempt("*::abcd", "2999-12-31") });
      expect(await leftOver()).to.deep.equal([]);
      await verdictOn(policy, key("abc"), { config: exempt("*::abc", "2999-12-31") });
      expect(await leftOver()).to.deep.equal([
        "The exemption of *::abc from kms-key-require-short-name covers nothing. Take it away.",
      ]);
      expect(await leftOver()).to.deep.equal([]);
      await violationsOf(ofStack, [stackResource], exempt("*::abc", "2020-01-31"));
      expect(await leftOver()).to.deep.equal([
        "The exemption of *::abc from kms-key-require-short-name expired on 2020-01-31 and covers nothing. Take it away.",
      ]);
    });

    it("leaves those of other stacks alone", async () => {
      await verdictOn(policy, key("abc"), { config: exempt("urn:pulumi:prod::*::abc", "2999-12-31") });
      expect(await leftOver()).to.deep.equal([]);
    });
  });

  it("shows a judge of the stack only what it concerns, where that is said", async () => {
    const seen: string[] = [];
    const narrow = definePolicy({
      ...described,
      concerns: type,
      beside: ["aws:kms/alias:Alias"],
      judgeStack: ({ resources }) => {
        seen.push(...resources.map((found) => found.type));
        return [];
      },
    });
    const stack = [type, "aws:sns/topic:Topic", "aws:kms/alias:Alias"].map((of) => resource(of, "a", {}));
    await violationsOf(narrow, stack);
    expect(seen).to.deep.equal([type, "aws:kms/alias:Alias"]);
  });

  it("mends nested inputs without touching their neighbours", async () => {
    const mending = definePolicy({
      ...described,
      types: [type],
      judge: () => [],
      mend: ({ props }) => (props.tags === unknown ? undefined : { tags: { owner: "platform" } }),
    });
    const remediate = async (props: object) =>
      mending.remediateResource?.({
        type,
        urn: urn(type, "a"),
        name: "a",
        props: proxied(props),
        opts: { protect: false },
        getConfig: () => ({}),
      } as never);
    const props = { alias: unknownString, tags: { team: unknownString, owner: "nobody" } };
    expect(await remediate(props)).to.deep.equal({
      alias: unknownString,
      tags: { team: unknownString, owner: "platform" },
    });
    expect(await remediate({ tags: unknownString })).to.equal(undefined);
  });

  it("mends what it can, where the level says so", async () => {
    const mending = definePolicy({
      ...described,
      types: [type],
      judge: () => [],
      mend: ({ props }) => (props.tags === undefined ? { tags: { owner: "platform" } } : undefined),
    });
    const remediate = async (of: string, props: object) =>
      mending.remediateResource?.({
        type: of,
        urn: urn(of, "a"),
        name: "a",
        props,
        opts: { protect: false },
        getConfig: () => ({}),
      } as never);
    expect(await remediate(type, { alias: "a" })).to.deep.equal({ alias: "a", tags: { owner: "platform" } });
    expect(await remediate(type, { tags: {} })).to.equal(undefined);
    expect(await remediate("aws:sns/topic:Topic", {})).to.equal(undefined);
  });
});
