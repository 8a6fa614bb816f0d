import { expect } from "chai";
import { limitTriggers } from "../../../../policy-pack/policies/codecommit/limitTriggers";
import { requireSingleTrigger } from "../../../../policy-pack/policies/codecommit/requireSingleTrigger";
import { requireTriggerNames } from "../../../../policy-pack/policies/codecommit/requireTriggerNames";
import { requireTriggerRegion } from "../../../../policy-pack/policies/codecommit/requireTriggerRegion";
import { primaryStack, resource, unknownString, urn } from "../../fixtures";
import { judgesOne, saidOf } from "../judging";

const type = "aws:codecommit/trigger:Trigger";
const topic = (region: string) => `arn:aws:sns:${region}:123456789012:builds`;
const named = (name: string, destinationArn = topic("eu-central-1")) => ({
  name,
  destinationArn,
  events: ["all"],
});
const many = (count: number) => Array.from({ length: count }, (_, index) => named(`build-${index}`));
const trigger = resource(type, "payments-triggers", {
  repositoryName: "payments-api",
  triggers: [named("build"), named("deploy")],
});

describe("codecommit-trigger-limit-count", () => {
  judgesOne(limitTriggers, trigger, {
    "as many as CodeCommit takes": { props: { triggers: many(10) }, says: [] },
    "one more": {
      props: { triggers: many(11) },
      says: "payments-triggers gives a repository 11 triggers, and CodeCommit takes 10. Join some in a topic.",
    },
    "one more that is not known yet": {
      props: { triggers: [...many(10), unknownString] },
      says: "payments-triggers gives a repository 11 triggers, and CodeCommit takes 10. Join some in a topic.",
    },
    "triggers that are not known yet": { props: { triggers: unknownString }, says: [] },
  });
});

describe("codecommit-trigger-require-unique-names", () => {
  judgesOne(requireTriggerNames, trigger, {
    "two of one name": {
      props: { triggers: [named("build"), named("deploy"), named("build"), named("build")] },
      says: "payments-triggers has more than one trigger called build. Rename one.",
    },
    "names that are not known yet": {
      props: { triggers: [named(unknownString), named(unknownString)] },
      says: [],
    },
  });
});

describe("codecommit-trigger-require-same-region", () => {
  const says =
    "Trigger deploy of payments-triggers calls arn:aws:sns:eu-west-1:123456789012:builds, but its repository is in " +
    "eu-central-1. Name a target of that region.";
  judgesOne(
    requireTriggerRegion,
    trigger,
    {
      "a topic of another region": {
        props: { triggers: [named("build"), named("deploy", topic("eu-west-1"))] },
        says,
      },
      "another region of the resource than of its provider": {
        props: { region: "eu-central-1", triggers: [named("deploy", topic("eu-west-1"))] },
        region: "eu-west-1",
        says,
      },
      "a target that the stack makes": { props: { triggers: [named("build", unknownString)] }, says: [] },
    },
    { region: "eu-central-1" },
  );
});

describe("codecommit-trigger-require-single-resource", () => {
  const other = (repositoryName: string, more = {}, on = {}) =>
    resource(type, "more-triggers", { repositoryName, triggers: [named("test")], ...more }, on);
  const stack = (...more: ReturnType<typeof resource>[]) => [...primaryStack(), trigger, ...more];
  const twice =
    "more-triggers sets the triggers of payments-api, which payments-triggers sets already: one undoes the other. " +
    "Join them.";

  it("accepts one resource for each repository", async () => {
    expect(await saidOf(requireSingleTrigger, stack(other("web-shop")))).to.deep.equal([]);
  });

  it("catches two for one repository, by name or by reference", async () => {
    expect(await saidOf(requireSingleTrigger, stack(other("payments-api")))).to.deep.equal([
      ["more-triggers", twice],
    ]);
    const on = { repositoryName: [urn("aws:codecommit/repository:Repository", "payments-api")] };
    expect(await saidOf(requireSingleTrigger, stack(other(unknownString, {}, on)))).to.deep.equal([
      ["more-triggers", twice],
    ]);
  });

  it("takes repositories of one name in two regions for two", async () => {
    const found = await saidOf(requireSingleTrigger, stack(other("payments-api", { region: "eu-west-1" })));
    expect(found).to.deep.equal([]);
  });

  it("says so where it cannot tell whose triggers they are", async () => {
    expect(await saidOf(requireSingleTrigger, stack(other(unknownString)))).to.deep.equal([
      [
        "more-triggers",
        "It cannot be told whose triggers more-triggers sets before the update. Name the repository.",
      ],
    ]);
  });
});
