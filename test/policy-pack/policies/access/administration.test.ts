import { expect } from "chai";
import { administrationActions } from "../../../../policy-pack/policies/access/administrationActions";
import { restrictAdministration } from "../../../../policy-pack/policies/access/restrictAdministration";
import { restrictWildcard } from "../../../../policy-pack/policies/access/restrictWildcard";
import {
  account,
  administrationStatement,
  attached,
  change,
  component,
  copies,
  document,
  primaryStack,
  replicaStack,
  repositories,
  repositoryArn,
  resource,
  role,
  unknownString,
  updated,
  without,
} from "../../fixtures";
import { saidOf } from "../judging";

const fullAccess = "arn:aws:iam::aws:policy/AWSCodeCommitFullAccess";
const allow = (Action: unknown, Resource: unknown = "*") => ({
  Sid: "Odd",
  Effect: "Allow",
  Action,
  Resource,
});
const inline = (group: string, ...statements: object[]) =>
  resource("aws:iam/groupPolicy:GroupPolicy", `${group}-own`, {
    group: `ccp-dev-${group}`,
    name: "own",
    policy: document(...statements),
  });
const deny = (statement: object) =>
  change(primaryStack(), "no-administration", {
    policy: document({ ...administrationStatement, ...statement }),
  });
/** A team whose access is full, and which nobody denies administration. */
const platform = (access: string) => [
  resource("aws:iam/group:Group", "platform", { name: "ccp-dev-platform" }),
  resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "platform-access", {
    group: "ccp-dev-platform",
    policyArn: fullAccess,
  }),
  component("Team", "platform-team", { groupName: "ccp-dev-platform", access }),
];
/** What AWSCodeCommitPowerUser does not allow. */
const beyondPowerUsers = [
  "codecommit:DeleteApprovalRuleTemplate",
  "codecommit:DeletePullRequestApprovalRule",
  "codecommit:DeleteRepository",
];

describe("codecommit-repository-restrict-administration", () => {
  for (const [what, stack] of [
    ["a primary's stack", primaryStack()],
    ["a primary's stack after an update", updated(primaryStack())],
    ["a replica's stack", replicaStack()],
    ["a replica's stack after an update", updated(replicaStack())],
  ] as const) {
    it(`is silent about ${what} in which nobody administers`, async () => {
      expect(await saidOf(restrictAdministration, stack)).to.deep.equal([]);
    });
  }

  for (const action of administrationActions) {
    it(`catches a deny without ${action}`, async () => {
      const rest = administrationActions.filter((other) => other !== action);
      const stack = [
        ...deny({ Action: rest }),
        attached("auditors", "no-administration"),
        inline("auditors", allow("codecommit:*")),
      ];
      const found = await saidOf(restrictAdministration, stack);
      const powerUsers = beyondPowerUsers.includes(action) ? [] : ["developers", "release-managers"];
      expect(found.map(([name]) => name)).to.deep.equal([...powerUsers, "auditors"]);
      for (const [, message] of found)
        expect(message).to.include(` is allowed ${action}, for example on ${repositories[0]}: `);
    });
  }

  it("says who, what, where, through which statement, and how to mend it", async () => {
    const stack = without(primaryStack(), "release-managers-no-administration");
    expect(await saidOf(restrictAdministration, stack)).to.deep.equal([
      [
        "release-managers",
        "Every member of group ccp-dev-release-managers is allowed " +
          "codecommit:AssociateApprovalRuleTemplateWithRepository, " +
          "codecommit:BatchAssociateApprovalRuleTemplateWithRepositories, " +
          "codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories and 16 more, for example on " +
          `${repositories[0]}: ` +
          "allowed by statement 1 of policy AWSCodeCommitPowerUser (group ccp-dev-release-managers), and no deny " +
          "stops it. Nobody may. Deny it the actions of administration on every repository.",
      ],
    ]);
  });

  const weaker: Record<string, object> = {
    "of one repository only": { Resource: repositories[0] },
    "of the repositories of one region": { Resource: `arn:aws:codecommit:eu-central-1:${account}:*` },
    "of all but one": { Resource: undefined, NotResource: repositories[1] },
    "that depends on a tag": { Condition: { Null: { "aws:ResourceTag/data-class": "false" } } },
    "that depends on the region": { Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } } },
    "that spares a session with MFA": {
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    },
  };
  for (const [what, statement] of Object.entries(weaker)) {
    it(`catches a deny ${what}`, async () => {
      const found = await saidOf(restrictAdministration, deny(statement));
      expect(found.map(([name]) => name)).to.deep.equal(["developers", "release-managers"]);
    });
  }

  it("catches what a pattern allows on repositories that nobody has heard of", async () => {
    const on = `arn:aws:codecommit:*:${account}:legacy-*`;
    const stack = [...primaryStack(), inline("auditors", allow("codecommit:Delete*", on))];
    const [[name, message], ...others] = await saidOf(restrictAdministration, stack);
    expect(name).to.equal("auditors");
    expect(message).to.include(`on ${repositoryArn("eu-central-1", "legacy-")}: allowed by statement Odd`);
    expect(others).to.deep.equal([]);
  });

  it("accepts what is allowed and denied by the same pattern", async () => {
    const on = `arn:aws:codecommit:*:${account}:legacy-*`;
    const both = [
      allow("codecommit:DeleteRepository", on),
      { ...allow("codecommit:Delete*", on), Effect: "Deny" },
    ];
    expect(
      await saidOf(restrictAdministration, [...primaryStack(), inline("auditors", ...both)]),
    ).to.deep.equal([]);
  });

  it("lets declared administrators administer, and nobody of another level", async () => {
    expect(
      await saidOf(restrictAdministration, [...primaryStack(), ...platform("administrator")]),
    ).to.deep.equal([]);
    const [[name, message]] = await saidOf(restrictAdministration, [
      ...primaryStack(),
      ...platform("power-user"),
    ]);
    expect(name).to.equal("platform");
    expect(message).to.include("by statement 1 of policy AWSCodeCommitFullAccess (group ccp-dev-platform)");
  });

  it("names the administrators whom it found", async () => {
    const stack = [...without(primaryStack(), "developers-no-administration"), ...platform("administrator")];
    const [[, message]] = await saidOf(restrictAdministration, stack);
    expect(message).to.include("Only ccp-dev-platform may.");
  });

  it("lets a role of a team of administrators administer, and no other role", async () => {
    const stack = (administrator: boolean) => [
      ...primaryStack(),
      role("PlatformEngineers", { managedPolicyArns: [fullAccess] }),
      component("TeamRole", "platform-role", { roleName: "PlatformEngineers", administrator }),
    ];
    expect(await saidOf(restrictAdministration, stack(true))).to.deep.equal([]);
    const found = await saidOf(restrictAdministration, stack(false));
    expect(found.map(([name]) => name)).to.deep.equal(["PlatformEngineers"]);
  });

  it("lets those administer whom its configuration names", async () => {
    const stack = [
      ...primaryStack(),
      ...platform("power-user"),
      role("deploy", { managedPolicyArns: [fullAccess] }),
    ];
    const administrators = ["ccp-dev-platform", "role/deploy"];
    expect(await saidOf(restrictAdministration, stack, { administrators })).to.deep.equal([]);
    const found = await saidOf(restrictAdministration, stack, { administrators: ["ccp-dev-platform"] });
    expect(found.map(([name]) => name)).to.deep.equal(["deploy"]);
  });

  it("lets the writer of copies set their default branch, and nothing else", async () => {
    const writer = (...actions: string[]) =>
      change(replicaStack(), "replicator-git", { policy: document(allow(actions, copies)) });
    expect(await saidOf(restrictAdministration, writer("codecommit:UpdateDefaultBranch"))).to.deep.equal([]);
    const [[name, message]] = await saidOf(restrictAdministration, writer("codecommit:DeleteRepository"));
    expect(name).to.equal("ccp-dev-eu-west-1-replicator");
    expect(message).to.include(
      `is allowed codecommit:DeleteRepository, for example on ${copies[0]}: allowed by`,
    );
  });

  it("says so where a policy that it cannot see may allow it", async () => {
    const jane = resource("aws:iam/userGroupMembership:UserGroupMembership", "jane-teams", {
      user: "jane",
      groups: ["ccp-dev-auditors"],
    });
    const [[name, message], ...others] = await saidOf(restrictAdministration, [...primaryStack(), jane]);
    expect(name).to.equal("primary");
    expect(message)
      .to.match(/^It cannot be told whether user jane is allowed codecommit:Associate/)
      .and.include("user jane is not part of this stack");
    expect(others).to.deep.equal([]);
  });

  it("says so of attachments and teams that it cannot read", async () => {
    const group = change(primaryStack(), "developers-access", { group: unknownString });
    expect(await saidOf(restrictAdministration, group)).to.deep.include([
      undefined,
      "It cannot be told who can administer repositories: group of developers-access " +
        "(aws:iam/groupPolicyAttachment:GroupPolicyAttachment) is not known before the update.",
    ]);
    const team = [
      ...primaryStack(),
      component("Team", "platform-team", { groupName: unknownString, access: "reader" }),
    ];
    const [[name, message]] = await saidOf(restrictAdministration, team);
    expect(name).to.equal("platform-team");
    expect(message).to.match(/^What platform-team is cannot be told from its outputs \(groupName:/);
  });

  it("leaves stacks alone that have nothing of CodeCommit", async () => {
    const stack = [role("deploy", { managedPolicyArns: [unknownString] })];
    expect(await saidOf(restrictAdministration, stack)).to.deep.equal([]);
  });
});

describe("codecommit-access-restrict-wildcard", () => {
  const says = (where: string) =>
    `Every member of group ccp-dev-auditors is allowed all of CodeCommit by ${where} (group ccp-dev-auditors), and is ` +
    "no administrator. Name the actions that are needed.";

  it("accepts teams whose actions are named, and administrators", async () => {
    expect(await saidOf(restrictWildcard, primaryStack())).to.deep.equal([]);
    expect(await saidOf(restrictWildcard, [...primaryStack(), ...platform("administrator")])).to.deep.equal(
      [],
    );
    const administrators = ["ccp-dev-platform"];
    const stack = [...primaryStack(), ...platform("power-user")];
    expect(await saidOf(restrictWildcard, stack, { administrators })).to.deep.equal([]);
    expect(await saidOf(restrictWildcard, stack)).to.have.lengthOf(1);
  });

  for (const action of ["codecommit:*", "codecommit:?*", "Code*:*", "*"]) {
    it(`catches ${action}, once for all members of a team, under a deny too`, async () => {
      const stack = [
        ...primaryStack(),
        attached("auditors", "no-administration"),
        inline("auditors", allow(action)),
      ];
      expect(await saidOf(restrictWildcard, stack)).to.deep.equal([
        ["auditors", says("statement Odd of policy own")],
      ]);
    });
  }

  it("catches everything but some", async () => {
    const stack = [
      ...primaryStack(),
      inline("auditors", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    ];
    expect(await saidOf(restrictWildcard, stack)).to.deep.equal([
      ["auditors", says("statement 1 of policy own")],
    ]);
  });

  it("catches a team with full access that is no administrator's", async () => {
    const stack = change(primaryStack(), "auditors-access", { policyArn: fullAccess });
    expect(await saidOf(restrictWildcard, stack)).to.deep.equal([
      ["auditors", says("statement 1 of policy AWSCodeCommitFullAccess")],
    ]);
  });
});
