import { expect } from "chai";
import { requireApprovalRules } from "../../../../policy-pack/policies/codecommit/requireApprovalRules";
import { requireDescription } from "../../../../policy-pack/policies/codecommit/requireDescription";
import { requireProtection } from "../../../../policy-pack/policies/codecommit/requireProtection";
import { requireTags } from "../../../../policy-pack/policies/codecommit/requireTags";
import {
  approvalRule,
  change,
  primaryStack,
  repositories,
  resource,
  unknownString,
  updated,
  without,
} from "../../fixtures";
import { judgesOne, saidOf } from "../judging";

const repository = resource("aws:codecommit/repository:Repository", "payments-api", {
  repositoryName: "payments-api",
  description: "Takes payments.",
  tags: { "cost-center": "42", "data-class": "confidential" },
});

describe("codecommit-repository-require-protection", () => {
  const component = (outputs: Record<string, unknown>) =>
    resource("codecommit-platform:index:Repository", "ccp-dev-payments-api", {
      repositoryName: "payments-api",
      ...outputs,
    });
  const says: [string, string] = [
    "payments-api",
    "Repository payments-api is not protected: an update may delete or replace it, with all that was pushed. " +
      "Set the resource option `protect: true`, or declare why it goes (`retire` in the settings).",
  ];

  for (const [what, stack, said] of [
    ["accepts one that is protected", [{ ...repository, protect: true }, component({})], []],
    ["catches one that may be deleted", [repository, component({})], [says]],
    ["catches one that no component made", [repository], [says]],
    ["accepts one that is declared to go", [repository, component({ retired: "OPS-12" })], []],
    ["catches one that is declared to go for no reason", [repository, component({ retired: "" })], [says]],
    [
      "catches one for a reason that is not known",
      [repository, component({ retired: unknownString })],
      [says],
    ],
    [
      "catches one whose namesake is declared to go",
      [repository, component({ repositoryName: "web-shop", retired: "OPS-12" })],
      [says],
    ],
    [
      "catches one without a name that is known",
      [
        { ...repository, props: { repositoryName: unknownString } },
        component({ repositoryName: unknownString, retired: "OPS-12" }),
      ],
      [says],
    ],
  ] as const) {
    it(what, async () => {
      expect(await saidOf(requireProtection, stack)).to.deep.equal(said);
    });
  }
});

describe("codecommit-repository-require-description", () => {
  const says = "Repository payments-api has no `description`. Say in a sentence what it is for.";
  judgesOne(requireDescription, repository, {
    "a repository without one": { props: { description: undefined }, says },
    "an empty one": { props: { description: " " }, says },
    "one that is not known yet": { props: { description: unknownString }, says: [] },
  });
});

describe("codecommit-repository-require-tags", () => {
  const config = { keys: ["cost-center", "data-class"], values: { "cost-center": "42" } };
  judgesOne(
    requireTags,
    repository,
    {
      "a repository that lacks one": {
        props: { tags: { "cost-center": "42" } },
        says: "Repository payments-api lacks the tags data-class. Add them to its `tags`, or to the provider's `defaultTags`.",
      },
      "a repository without any": {
        props: { tags: undefined },
        says: "Repository payments-api lacks the tags cost-center and data-class. Add them to its `tags`, or to the provider's `defaultTags`.",
      },
      "tags that are not known yet": { props: { tags: unknownString }, says: [] },
      "what no configuration asks for": { props: { tags: {} }, config: {}, says: [] },
    },
    { config },
  );

  const mended = (tags: unknown) =>
    requireTags.remediateResource?.({
      type: repository.type,
      urn: repository.urn,
      name: repository.name,
      props: { repositoryName: "payments-api", tags },
      opts: { protect: true },
      getConfig: () => config,
    } as never);

  it("adds what its configuration has a value for, where the level says so", async () => {
    expect(await mended({ owner: "payments" })).to.deep.equal({
      repositoryName: "payments-api",
      tags: { owner: "payments", "cost-center": "42" },
    });
    expect(await mended({ "cost-center": "7" })).to.equal(undefined);
  });
});

describe("codecommit-repository-require-approval-rules", () => {
  const says = (missing: string, repository: string) =>
    `No approval rule of this stack that is known before the update covers ${missing} of ${repository}, which ` +
    "protection trunk protects. Associate an approval rule template for it with the repository.";
  const both = "refs/heads/main and refs/heads/release/*";
  const ruled = (rule: object) =>
    change(primaryStack(), "trunk-approvals", { content: JSON.stringify({ ...approvalRule, ...rule }) });

  it("accepts rules for every protected branch, at preview and after an update", async () => {
    expect(await saidOf(requireApprovalRules, primaryStack())).to.deep.equal([]);
    expect(await saidOf(requireApprovalRules, updated(primaryStack()))).to.deep.equal([]);
  });

  it("catches a repository that no template is associated with", async () => {
    expect(
      await saidOf(requireApprovalRules, without(primaryStack(), "trunk-approvals-web-shop")),
    ).to.deep.equal([["web-shop", says(both, repositories[1])]]);
  });

  it("catches templates that leave a branch out", async () => {
    expect(
      await saidOf(requireApprovalRules, ruled({ DestinationReferences: ["refs/heads/main"] })),
    ).to.deep.equal([
      ["payments-api", says("refs/heads/release/*", repositories[0])],
      ["web-shop", says("refs/heads/release/*", repositories[1])],
    ]);
  });

  for (const [what, content] of [
    ["is not known yet", unknownString],
    ["cannot be read", "{"],
    [
      "asks for no approval",
      JSON.stringify({ ...approvalRule, Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 0 }] }),
    ],
  ] as const) {
    it(`counts no template that ${what}`, async () => {
      const found = await saidOf(
        requireApprovalRules,
        change(primaryStack(), "trunk-approvals", { content }),
      );
      expect(found.map(([name]) => name)).to.deep.equal(["payments-api", "web-shop"]);
    });
  }

  it("asks for none before a tag, into which no pull request goes", async () => {
    const stack = change(primaryStack(), "trunk", { references: ["refs/heads/main", "refs/tags/v*"] });
    expect(await saidOf(requireApprovalRules, stack)).to.deep.equal([]);
  });

  it("proves what its configuration protects, and says it of the stack where the repository is not in it", async () => {
    const protections = [
      {
        repositories: ["arn:aws:codecommit:eu-central-1:123456789012:elsewhere"],
        references: ["refs/heads/main"],
        pushers: [],
      },
    ];
    expect(await saidOf(requireApprovalRules, [], { protections })).to.deep.equal([
      [
        undefined,
        says("refs/heads/main", protections[0].repositories[0]).replace(
          "protection trunk",
          "protection protections[0]",
        ),
      ],
    ]);
  });

  it("says so of a guard that it cannot read", async () => {
    const [[name, message]] = await saidOf(
      requireApprovalRules,
      change(primaryStack(), "trunk", { references: unknownString }),
    );
    expect(name).to.equal("trunk");
    expect(message).to.match(/^What trunk protects cannot be told from its outputs \(references:/);
  });
});
