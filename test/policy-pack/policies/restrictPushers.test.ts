import { expect } from "chai";
import { restrictPushers } from "../../../policy-pack/policies/restrictPushers";
import {
  attached,
  customerManaged,
  document,
  change,
  guardStatement,
  powerUser,
  primaryStack,
  repositories,
  resource,
  role,
  unknownString,
  updated,
  urn,
  violationsOf,
  without,
} from "../fixtures";

const developers = urn("aws:iam/group:Group", "developers");
const membership = "aws:iam/userGroupMembership:UserGroupMembership";
const fullAccess = "arn:aws:iam::aws:policy/AWSCodeCommitFullAccess";
const pushToAll = document({ Sid: "Push", Effect: "Allow", Action: "codecommit:Git*", Resource: "*" });

const guard = (statement: object) => change(primaryStack(), "trunk-guard", { policy: document(statement) });
const newcomer = (groups: string[]) => [
  resource("aws:iam/user:User", "barbara", { name: "ccp-dev-barbara" }),
  resource(membership, "barbara-teams", { user: "ccp-dev-barbara", groups }),
];

describe("codecommit-branch-restrict-pushers", () => {
  for (const [phase, stack] of [
    ["at preview", primaryStack()],
    ["after an update", updated(primaryStack())],
  ] as const) {
    it(`is silent about a stack whose guard is complete, ${phase}`, async () => {
      expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
    });
  }

  for (const action of guardStatement.Action) {
    it(`catches a guard without ${action}`, async () => {
      const rest = guardStatement.Action.filter((other) => other !== action);
      const [violation, ...others] = await violationsOf(
        restrictPushers,
        guard({ ...guardStatement, Action: rest }),
      );
      expect(violation.urn).to.equal(developers);
      expect(violation.message).to.include(
        `with ${action}: allowed by statement 1 of policy AWSCodeCommitPowerUser`,
      );
      expect(others, "auditors cannot do it anyway").to.deep.equal([]);
    });
  }

  it("says who, what, where, through which statement, and how to mend it", async () => {
    const stack = guard({
      ...guardStatement,
      Action: guardStatement.Action.slice(0, -1),
      Resource: repositories,
    });
    expect(await violationsOf(restrictPushers, stack)).to.deep.equal([
      {
        urn: developers,
        message:
          'Every member of group ccp-dev-developers can move "refs/heads/main" and "refs/heads/release/x" of ' +
          "arn:aws:codecommit:eu-central-1:123456789012:payments-api and " +
          "arn:aws:codecommit:eu-central-1:123456789012:web-shop with codecommit:PutFile: allowed by statement 1 of " +
          "policy AWSCodeCommitPowerUser (group ccp-dev-developers), and no deny stops it. By protection trunk only " +
          "ccp-dev-release-managers may. Attach its guard, which denies all 12 ref-moving actions on these " +
          "references, or take away what allows it.",
      },
    ]);
  });

  it("catches a guard without its Null companion: it would stop every push", async () => {
    const { StringLikeIfExists } = guardStatement.Condition;
    const violations = await violationsOf(
      restrictPushers,
      guard({ ...guardStatement, Condition: { StringLikeIfExists } }),
    );
    expect(
      violations.map((violation) => violation.urn),
      "once for the team",
    ).to.deep.equal([developers]);
    expect(violations[0].message).to.match(
      /^A guard stops every member of group ccp-dev-developers from every git push/,
    );
    expect(violations[0].message).to.include('"Null": {"codecommit:References": "false"}');
  });

  it("does not ask for a Null companion that changes nothing", async () => {
    const { "codecommit:References": references } = guardStatement.Condition.StringLikeIfExists;
    const Condition = { StringLike: { "codecommit:References": references } };
    expect(await violationsOf(restrictPushers, guard({ ...guardStatement, Condition }))).to.deep.equal([]);
  });

  const weaker: Record<string, object> = {
    "compares patterns literally": {
      StringEquals: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
    },
    "exempts a reference": {
      StringLike: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
      StringNotEquals: { "codecommit:References": "refs/heads/release/9.9" },
    },
    "exempts references by a piece of their name": {
      ...guardStatement.Condition,
      StringNotLike: { "codecommit:References": "*zzz*" },
    },
    "covers only versions": {
      StringLike: { "codecommit:References": ["refs/heads/main", "refs/heads/release/1*"] },
    },
    "covers only main": { StringLike: { "codecommit:References": "refs/heads/main" } },
    "depends on a tag": {
      ...guardStatement.Condition,
      StringEquals: { "aws:ResourceTag/guarded": "true" },
    },
    "depends on the address": { ...guardStatement.Condition, NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    "spares one user": { ...guardStatement.Condition, StringNotEquals: { "aws:username": "ccp-dev-ada" } },
  };
  for (const [what, Condition] of Object.entries(weaker)) {
    it(`catches a guard that ${what}`, async () => {
      const violations = await violationsOf(restrictPushers, guard({ ...guardStatement, Condition }));
      expect(violations.map((violation) => violation.urn)).to.include(developers);
    });
  }

  it("catches a guard that leaves out a repository", async () => {
    const [violation] = await violationsOf(
      restrictPushers,
      guard({ ...guardStatement, Resource: repositories[0] }),
    );
    expect(violation.message).to.include(`of ${repositories[1]} with`);
  });

  it("catches a team whose guard is not attached", async () => {
    const [violation] = await violationsOf(
      restrictPushers,
      without(primaryStack(), "developers-trunk-guard"),
    );
    expect(violation.urn).to.equal(developers);
  });

  it("catches a team that is given full access without a guard", async () => {
    const stack = change(without(primaryStack(), "auditors-trunk-guard"), "auditors-access", {
      policyArn: fullAccess,
    });
    const [violation, ...others] = await violationsOf(restrictPushers, stack);
    expect(violation.message).to.include("of policy AWSCodeCommitFullAccess (group ccp-dev-auditors)");
    expect(others, "its members are not reported one by one").to.deep.equal([]);
  });

  it("is not worried by full access under a guard", async () => {
    const stack = change(primaryStack(), "developers-access", { policyArn: fullAccess });
    expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
  });

  const openings: Record<string, { add: ReturnType<typeof resource>[]; path: string }> = {
    "an inline policy of a user": {
      add: [
        ...newcomer([]),
        resource("aws:iam/userPolicy:UserPolicy", "direct", {
          user: "ccp-dev-barbara",
          name: "own",
          policy: pushToAll,
        }),
      ],
      path: "statement Push of policy own (user ccp-dev-barbara)",
    },
    "a managed policy attached to a user": {
      add: [
        ...newcomer([]),
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "direct", {
          user: "ccp-dev-barbara",
          policyArn: powerUser,
        }),
      ],
      path: "policy AWSCodeCommitPowerUser (user ccp-dev-barbara)",
    },
    "a policy attached to a user by PolicyAttachment": {
      add: [
        ...newcomer([]),
        resource("aws:iam/policyAttachment:PolicyAttachment", "many", {
          users: ["ccp-dev-barbara"],
          policyArn: powerUser,
        }),
      ],
      path: "policy AWSCodeCommitPowerUser (user ccp-dev-barbara)",
    },
    "an inline policy of a group without members": {
      add: [
        resource("aws:iam/group:Group", "guests", { name: "ccp-dev-guests" }),
        resource("aws:iam/groupPolicy:GroupPolicy", "guests-own", {
          group: "ccp-dev-guests",
          name: "own",
          policy: pushToAll,
        }),
      ],
      path: "statement Push of policy own (group ccp-dev-guests)",
    },
    "an inline policy of a role": {
      add: [
        role("ccp-dev-build"),
        resource("aws:iam/rolePolicy:RolePolicy", "b", {
          role: "ccp-dev-build",
          name: "own",
          policy: pushToAll,
        }),
      ],
      path: "statement Push of policy own (role ccp-dev-build)",
    },
    "an inline policy within a role": {
      add: [role("ccp-dev-build", { inlinePolicies: [{ name: "own", policy: pushToAll }] })],
      path: "statement Push of policy own (role ccp-dev-build)",
    },
    "a managed policy named by a role": {
      add: [role("ccp-dev-build", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })],
      path: "policy AdministratorAccess (role ccp-dev-build)",
    },
  };
  for (const [what, { add, path }] of Object.entries(openings)) {
    it(`catches ${what}`, async () => {
      const violations = await violationsOf(restrictPushers, [...primaryStack(), ...add]);
      expect(violations).to.have.lengthOf(1);
      expect(violations[0].message).to.include(path);
    });
  }

  it("lets a new member of a pushers' group push", async () => {
    const stack = [...primaryStack(), ...newcomer(["ccp-dev-release-managers"])];
    expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
  });

  it("catches a declared pusher whom the guard stops all the same", async () => {
    const pushers = ["ccp-dev-release-managers", "ccp-dev-developers"];
    expect(await violationsOf(restrictPushers, change(primaryStack(), "trunk", { pushers }))).to.deep.equal([
      {
        urn: developers,
        message:
          "Every member of group ccp-dev-developers is declared a pusher of protection trunk but cannot push: " +
          "denied by statement GuardTrunk of policy ccp-dev-trunk-guard (group ccp-dev-developers). " +
          "Take away that guard, or take away the declaration.",
      },
    ]);
  });

  const withMfa = {
    Sid: "WithMfa",
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  };
  const requiringMfa = (stack: ReturnType<typeof primaryStack>) => [
    ...stack,
    customerManaged("mfa", document(withMfa)),
    ...["developers", "release-managers"].map((team) => attached(team, "mfa")),
  ];

  it("takes MFA for no guard, and pushers who need it for pushers", async () => {
    expect(await violationsOf(restrictPushers, requiringMfa(primaryStack()))).to.deep.equal([]);
    const [violation, ...others] = await violationsOf(
      restrictPushers,
      requiringMfa(without(primaryStack(), "developers-trunk-guard")),
    );
    expect(violation.urn).to.equal(developers);
    expect(others).to.deep.equal([]);
  });

  it("catches a missing Null companion where MFA is required, too", async () => {
    const { StringLikeIfExists } = guardStatement.Condition;
    const broken = guard({ ...guardStatement, Condition: { StringLikeIfExists } });
    const [violation, ...others] = await violationsOf(restrictPushers, requiringMfa(broken));
    expect(violation.message).to.match(/^A guard stops every member of group ccp-dev-developers from every/);
    expect(others).to.deep.equal([]);
  });

  describe("where pushers have a permissions boundary", () => {
    const bounded = (permissionsBoundary: string) => change(primaryStack(), "linus", { permissionsBoundary });

    it("catches one that does not let them push", async () => {
      const stack = bounded("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly");
      const [violation, ...others] = await violationsOf(restrictPushers, stack);
      expect(violation).to.deep.equal({
        urn: urn("aws:iam/user:User", "linus"),
        message:
          "User ccp-dev-linus is declared a pusher of protection trunk but cannot push: policy " +
          "AWSCodeCommitReadOnly (boundary of user ccp-dev-linus) does not allow codecommit:GitPush on " +
          "arn:aws:codecommit:eu-central-1:123456789012:payments-api. Widen that boundary, or take away the " +
          "declaration.",
      });
      expect(others).to.deep.equal([]);
    });

    it("is content with one that does, or of which it is not known what it says", async () => {
      expect(await violationsOf(restrictPushers, bounded(powerUser))).to.deep.equal([]);
      const unseen = "arn:aws:iam::123456789012:policy/elsewhere";
      expect(await violationsOf(restrictPushers, bounded(unseen))).to.deep.equal([]);
    });
  });

  it("takes a boundary of those who may not push into account", async () => {
    const open = (permissionsBoundary: string) => [
      ...primaryStack(),
      role("ccp-dev-build", { permissionsBoundary, inlinePolicies: [{ name: "own", policy: pushToAll }] }),
    ];
    expect(
      await violationsOf(restrictPushers, open("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly")),
    ).to.deep.equal([]);
    const unseen = await violationsOf(restrictPushers, open("arn:aws:iam::123456789012:policy/elsewhere"));
    expect(unseen, "which may allow everything").to.have.lengthOf(1);
  });

  describe("of users and roles that the stack does not make", () => {
    const joins = (group: string) => resource(membership, "jane-teams", { user: "jane", groups: [group] });
    const given = (policyArn: string, name: string) =>
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `review-${name}`, {
        role: "Review",
        policyArn,
      });
    const guardArn = "arn:aws:iam::123456789012:policy/ccp-dev-trunk-guard";

    it("is silent about those whom the guard stops, whatever else they have", async () => {
      const stack = [
        ...primaryStack(),
        joins("ccp-dev-developers"),
        given(powerUser, "access"),
        given(guardArn, "guard"),
      ];
      expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
    });

    it("says of the others that it cannot tell, and what to do", async () => {
      const readOnly = given("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly", "access");
      const unguarded = without(primaryStack(), "auditors-trunk-guard");
      const violations = await violationsOf(restrictPushers, [
        ...unguarded,
        joins("ccp-dev-auditors"),
        readOnly,
      ]);
      expect(violations).to.have.lengthOf(2);
      expect(violations[0].message)
        .to.match(/^It cannot be told whether user jane can move "refs\/heads\/main"/)
        .and.include(
          "user jane is not part of this stack, so policies that are not seen here may allow it. By",
        )
        .and.include("Attach its guard, which denies all 12 ref-moving actions");
      expect(violations[1].message).to.match(/^It cannot be told whether role Review can move/);
    });

    it("believes that they can push where they may, and sees where they certainly cannot", async () => {
      const stack = [...primaryStack(), given("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly", "access")];
      const pushers = ["ccp-dev-release-managers", "role/Review"];
      expect(await violationsOf(restrictPushers, change(stack, "trunk", { pushers }))).to.deep.equal([]);
      const [violation] = await violationsOf(
        restrictPushers,
        change([...stack, given(guardArn, "guard")], "trunk", { pushers }),
      );
      expect(violation.message).to.match(/^Role Review is declared a pusher .* but cannot push: denied by/);
    });
  });

  it("says so when something outside of its sight takes policies away", async () => {
    const type = "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive";
    const only = resource(type, "only", { groupName: "ccp-dev-developers", policyArns: [powerUser] });
    const [violation, ...others] = await violationsOf(restrictPushers, [...primaryStack(), only]);
    expect(violation.message).to.include(`only (${type}) takes away policies that other resources attach`);
    expect(others).to.deep.equal([]);
  });

  for (const [what, pushers, words] of [
    ["is not known at preview", [unknownString], "pushers.0: is not known before the update"],
    ["is missing", undefined, "pushers: is missing"],
  ] as const) {
    it(`says in words what of a guard's outputs ${what}`, async () => {
      const [violation] = await violationsOf(restrictPushers, change(primaryStack(), "trunk", { pushers }));
      expect(violation.message).to.include(`(${words})`);
    });
  }

  it("no longer lets a group push that the guard no longer names", async () => {
    const violations = await violationsOf(restrictPushers, change(primaryStack(), "trunk", { pushers: [] }));
    expect(violations.map((violation) => violation.urn)).to.deep.equal([
      urn("aws:iam/group:Group", "release-managers"),
    ]);
    expect(violations[0].message).to.include("By protection trunk nobody may.");
  });

  it("judges tags as it judges branches", async () => {
    const references = ["refs/heads/main", "refs/heads/release/*", "refs/tags/v*"];
    const [violation] = await violationsOf(restrictPushers, change(primaryStack(), "trunk", { references }));
    expect(violation.message).to.include('can move "refs/tags/v" of');
    const Condition = {
      ...guardStatement.Condition,
      StringLikeIfExists: { "codecommit:References": references },
    };
    const guarded = change(guard({ ...guardStatement, Condition }), "trunk", { references });
    expect(await violationsOf(restrictPushers, guarded)).to.deep.equal([]);
  });

  describe("where everyone may merge pull requests", () => {
    const direct = guardStatement.Action.filter((action) => !action.includes(":MergePullRequestBy"));
    const rule = (destinations: object, statement: object = {}) =>
      JSON.stringify({
        Version: "2018-11-08",
        ...destinations,
        Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 1, ...statement }],
      });
    const both = { DestinationReferences: ["refs/heads/main", "refs/heads/release/*"] };
    const template = (content: unknown) =>
      resource("aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate", "rule", {
        name: "ccp-dev-rule",
        content,
      });
    const association = (name: string, props: object = {}) =>
      resource(
        "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
        `rule-${name}`,
        { approvalRuleTemplateName: "ccp-dev-rule", repositoryName: name, region: unknownString, ...props },
        {
          approvalRuleTemplateName: [urn("aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate", "rule")],
        },
      );
    const open = (action: readonly string[] = direct) =>
      without(
        change(guard({ ...guardStatement, Action: action }), "trunk", { pullRequests: "everyone" }),
        "trunk-approvals",
      );
    const approved = (content: unknown = rule(both)) => [
      ...open(),
      template(content),
      association("payments-api"),
      association("web-shop"),
    ];

    it("counts no merge of a pull request, behind approval rules", async () => {
      expect(await violationsOf(restrictPushers, approved())).to.deep.equal([]);
      expect(await violationsOf(restrictPushers, approved(rule({})))).to.deep.equal([]);
    });

    it("finds the template whose name is not known at preview", async () => {
      const stack = change(approved(), "rule-web-shop", { approvalRuleTemplateName: unknownString });
      expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
    });

    for (const action of direct) {
      it(`counts ${action} all the same`, async () => {
        const stack = change(approved(), "trunk-guard", {
          policy: document({ ...guardStatement, Action: direct.filter((other) => other !== action) }),
        });
        const [violation] = await violationsOf(restrictPushers, stack);
        expect(violation.message).to.include(`with ${action}: allowed by`);
        expect(violation.message).to.include("denies all 9 ref-moving actions");
      });
    }

    it("counts them where nobody said so", async () => {
      const stack = change(approved(), "trunk", { pullRequests: "pushers" });
      const [violation] = await violationsOf(restrictPushers, stack);
      expect(violation.message).to.include("with codecommit:MergePullRequestByFastForward");
    });

    it("says which branches of which repository no approval rule covers", async () => {
      const stack = without(approved(), "rule-web-shop");
      expect(await violationsOf(restrictPushers, stack)).to.deep.equal([
        {
          urn: urn("codecommit-platform:index:BranchGuard", "trunk"),
          message:
            "Protection trunk lets everyone merge pull requests into refs/heads/main and refs/heads/release/* of " +
            "arn:aws:codecommit:eu-central-1:123456789012:web-shop, but no approval rule of this stack that is known " +
            "before the update covers that. Associate an approval rule template with the repository, or let only " +
            "pushers merge.",
        },
      ]);
    });

    const useless: Record<string, unknown> = {
      "covers only some of a pattern": rule({
        DestinationReferences: ["refs/heads/main", "refs/heads/release/1*"],
      }),
      "covers another branch": rule({ DestinationReferences: ["refs/heads/develop"] }),
      "covers the pattern by a sign that CodeCommit does not know": rule({
        DestinationReferences: ["refs/heads/main", "refs/heads/release/?"],
      }),
      "needs no approval": rule(both, { NumberOfApprovalsNeeded: 0 }),
      "is not known at preview": unknownString,
      "cannot be read": "{",
    };
    for (const [what, content] of Object.entries(useless)) {
      it(`does not count a rule that ${what}`, async () => {
        const violations = await violationsOf(restrictPushers, approved(content));
        expect(violations.map(({ message }) => message)).to.have.lengthOf(repositories.length);
        expect(violations[0].message).to.include("no approval rule of this stack");
      });
    }

    it("does not count a rule of a repository of that name in another region", async () => {
      const stack = change(approved(), "rule-web-shop", { region: "eu-west-1" });
      const [violation, ...others] = await violationsOf(restrictPushers, stack);
      expect(violation.message).to.include("of arn:aws:codecommit:eu-central-1:123456789012:web-shop");
      expect(others).to.deep.equal([]);
    });

    it("asks no approval rule for tags", async () => {
      const references = ["refs/heads/main", "refs/heads/release/*", "refs/tags/v*"];
      const Condition = {
        ...guardStatement.Condition,
        StringLikeIfExists: { "codecommit:References": references },
      };
      const stack = change(
        change(approved(), "trunk-guard", {
          policy: document({ ...guardStatement, Action: direct, Condition }),
        }),
        "trunk",
        { references },
      );
      expect(await violationsOf(restrictPushers, stack)).to.deep.equal([]);
    });

    it("reads the same of its configuration", async () => {
      const foreign = approved().filter(({ type }) => !type.startsWith("codecommit-platform:"));
      const protection = {
        repositories,
        references: ["refs/heads/main"],
        pushers: ["ccp-dev-release-managers"],
        pullRequests: "everyone",
      };
      expect(await violationsOf(restrictPushers, foreign, { protections: [protection] })).to.deep.equal([]);
      const [violation] = await violationsOf(restrictPushers, foreign, {
        protections: [{ ...protection, pullRequests: "pushers" }],
      });
      expect(violation.message).to.include("with codecommit:MergePullRequestByFastForward");
    });
  });

  describe("when something cannot be told", () => {
    const foreign = (group: string) =>
      resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "foreign", {
        group,
        policyArn: `arn:aws:iam::123456789012:policy/elsewhere`,
      });

    it("says so of a policy that is not part of the stack", async () => {
      const stack = [
        ...primaryStack(),
        resource("aws:iam/group:Group", "guests", { name: "guests" }),
        foreign("guests"),
      ];
      const [violation, ...others] = await violationsOf(restrictPushers, stack);
      expect(violation.message).to.match(/^It cannot be told whether every member of group guests can move/);
      expect(violation.message).to.include("policy/elsewhere is not part of this stack");
      expect(others).to.deep.equal([]);
    });

    it("is content where an explicit deny settles it", async () => {
      expect(
        await violationsOf(restrictPushers, [...primaryStack(), foreign("ccp-dev-developers")]),
      ).to.deep.equal([]);
    });

    it("says so of a document that is not known at preview", async () => {
      const violations = await violationsOf(
        restrictPushers,
        change(primaryStack(), "trunk-guard", { policy: unknownString }),
      );
      expect(violations.map((violation) => violation.urn)).to.deep.equal([
        developers,
        urn("aws:iam/group:Group", "auditors"),
      ]);
      expect(violations[1].message).to.match(
        /^It cannot be told .* policy ccp-dev-trunk-guard is not known before/,
      );
    });

    it("says so of a document that it cannot read", async () => {
      const odd = customerManaged(
        "odd",
        document({ Effect: "Allow", Action: "*", Resource: "*", Unless: "never" }),
      );
      const stack = [...without(primaryStack(), "auditors-trunk-guard"), odd, attached("auditors", "odd")];
      const [violation] = await violationsOf(restrictPushers, stack);
      expect(violation.message).to.include('policy ccp-dev-odd cannot be read: Unknown element "Unless"');
    });

    it("says so of a group that is not part of the stack", async () => {
      const [violation] = await violationsOf(restrictPushers, [
        ...primaryStack(),
        ...newcomer(["administrators"]),
      ]);
      expect(violation.message).to.include("group administrators is not part of this stack");
    });

    it("says so of an attachment to it knows not whom", async () => {
      const attachment = resource("aws:iam/policyAttachment:PolicyAttachment", "many", {
        users: unknownString,
        policyArn: powerUser,
      });
      const [violation] = await violationsOf(restrictPushers, [...primaryStack(), attachment]);
      expect(violation.message).to.match(/^It cannot be told who can move a protected branch: users of many/);
    });

    it("says so of a guard whose outputs are not known at preview", async () => {
      const [violation] = await violationsOf(
        restrictPushers,
        change(primaryStack(), "trunk", { pushers: unknownString }),
      );
      expect(violation).to.include({ urn: urn("codecommit-platform:index:BranchGuard", "trunk") });
      expect(violation.message).to.match(/^What trunk protects cannot be told from its outputs \(pushers:/);
    });
  });

  describe("in a stack that declares no guard", () => {
    const foreign = primaryStack().filter(({ type }) => !type.startsWith("codecommit-platform:"));
    const protections = [
      { repositories, references: ["refs/heads/main"], pushers: ["ccp-dev-release-managers"] },
    ];

    it("proves what its configuration protects", async () => {
      expect(await violationsOf(restrictPushers, foreign, { protections })).to.deep.equal([]);
      const violations = await violationsOf(restrictPushers, without(foreign, "developers-trunk-guard"), {
        protections,
      });
      expect(violations.map((violation) => violation.urn)).to.deep.equal([developers]);
    });

    it("accepts single users and roles as pushers", async () => {
      const stack = [...foreign, role("deploy", { managedPolicyArns: [fullAccess] })];
      const [{ pushers, ...rest }] = protections;
      const config = { protections: [{ ...rest, pushers: [...pushers, "role/deploy"] }] };
      expect(await violationsOf(restrictPushers, stack, config)).to.deep.equal([]);
      expect(await violationsOf(restrictPushers, stack, { protections })).to.have.lengthOf(1);
    });

    it("says what is wrong with its configuration", async () => {
      const config = { protections: [{ ...protections[0], repositories: ["arn:aws:codecommit:*:*:*"] }] };
      expect(await violationsOf(restrictPushers, foreign, config)).to.deep.equal([
        {
          message:
            "The configuration of codecommit-branch-restrict-pushers cannot be read: " +
            "protections.0.repositories.0: must be an ARN without wildcards.",
        },
      ]);
    });

    it("has nothing to prove without configuration", async () => {
      expect(await violationsOf(restrictPushers, foreign)).to.deep.equal([]);
    });

    it("lets an exemption pass", async () => {
      const exempt = (reason: string) => ({
        protections,
        exemptions: [{ resource: developers, reason, expires: "2999-12-31" }],
      });
      const stack = without(foreign, "developers-trunk-guard");
      expect(await violationsOf(restrictPushers, stack, exempt("Until the move is over."))).to.deep.equal([]);
    });
  });
});
