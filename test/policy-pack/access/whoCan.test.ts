import { expect } from "chai";
import { identitiesOf } from "../../../policy-pack/access/identities";
import { refMoves } from "../../../policy-pack/access/refMoves";
import { refMovingActions } from "../../../policy-pack/access/refMovingActions";
import type { StackResource } from "../../../policy-pack/access/resources";
import { decide, whoCan } from "../../../policy-pack/access/whoCan";
import {
  customerManaged,
  document,
  powerUser,
  primaryStack,
  repositories,
  resource,
  role,
  seen,
  unknownString,
  urn,
  without,
} from "../fixtures";

const identities = (stack: readonly StackResource[]) => identitiesOf(seen(stack)).all;
const push = { action: "codecommit:GitPush", resource: repositories[0] };
const user = (props: Record<string, unknown> = {}) =>
  resource("aws:iam/user:User", "ada", { name: "ada", ...props });
const own = (statement: object) =>
  resource("aws:iam/userPolicy:UserPolicy", "own", {
    user: "ada",
    name: "own",
    policy: document({ Effect: "Allow", Action: "*", Resource: "*" }, statement),
  });

const names = (stack: readonly StackResource[], question: Parameters<typeof whoCan>[0]) =>
  whoCan(question, identities(stack)).map(({ identity }) => `${identity.kind} ${identity.name}`);

describe("whoCan", () => {
  it("names who can push to main, each with the deciding statement and path", () => {
    const answer = whoCan({ ...push, references: ["refs/heads/main"] }, identities(primaryStack()));
    expect(
      answer.map(({ identity, verdict, decision }) => [identity.name, verdict, decision.explanation]),
    ).to.deep.equal([
      [
        "ccp-dev-release-managers",
        "allowed",
        "allowed by statement 1 of policy AWSCodeCommitPowerUser (group ccp-dev-release-managers)",
      ],
      [
        "ccp-dev-linus",
        "allowed",
        "allowed by statement 1 of policy AWSCodeCommitPowerUser (group ccp-dev-release-managers)",
      ],
    ]);
  });

  it("answers for every reference that is asked", () => {
    const references = ["refs/heads/main", "refs/heads/feature"];
    const answer = whoCan({ ...push, references }, identities(primaryStack()));
    const asked = answer
      .filter(({ identity }) => identity.name === "ccp-dev-ada")
      .map(({ reference }) => reference);
    expect(asked).to.deep.equal(["refs/heads/feature"]);
  });

  it("answers for actions that name no reference", () => {
    expect(names(primaryStack(), { ...push, action: "codecommit:GitPull" })).to.have.lengthOf(7);
    expect(names(primaryStack(), { ...push, action: "codecommit:DeleteRepository" })).to.deep.equal([]);
  });

  describe("within a permissions boundary", () => {
    const full = resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
      user: "ada",
      policyArn: powerUser,
    });
    const bounded = (permissionsBoundary: string) => [user({ permissionsBoundary }), full];
    const statements = (...found: object[]) => [
      ...bounded(`arn:aws:iam::123456789012:policy/ccp-dev-limits`),
      customerManaged("limits", document(...found)),
    ];
    const all = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
    const main = { ...push, references: ["refs/heads/main"] };
    const verdict = (stack: readonly StackResource[]) =>
      decide(identities(stack)[0], push.action, push.resource, "refs/heads/main", "anything");

    it("allows what both allow", () => {
      expect(names([user(), full], push)).to.deep.equal(["user ada"]);
      expect(names(bounded(powerUser), push)).to.deep.equal(["user ada"]);
      expect(names(bounded("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly"), push)).to.deep.equal([]);
      expect(names([user({ permissionsBoundary: powerUser })], push), "which grants nothing").to.deep.equal(
        [],
      );
    });

    it("names the boundary that does not allow it", () => {
      const stack = bounded("arn:aws:iam::aws:policy/AWSCodeCommitReadOnly");
      expect(verdict(stack).explanation).to.equal(
        "policy AWSCodeCommitReadOnly (boundary of user ada) does not allow codecommit:GitPush on " +
          "arn:aws:codecommit:eu-central-1:123456789012:payments-api",
      );
    });

    it("lets a deny of either win, and names it", () => {
      const no = { ...all, Sid: "No", Effect: "Deny" };
      expect(names(statements(all, no), main)).to.deep.equal([]);
      expect(verdict(statements(all, no)).explanation).to.equal(
        "denied by statement No of policy ccp-dev-limits (boundary of user ada)",
      );
      expect(names([...statements(all), own(no)], main)).to.deep.equal([]);
    });

    it("reads its conditions in favour of the caller, too", () => {
      const withMfa = { ...all, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
      expect(names(statements(withMfa), main)).to.deep.equal(["user ada"]);
    });

    it("is not widened by what cannot be seen", () => {
      const elsewhere = resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "b", {
        user: "ada",
        policyArn: "arn:aws:iam::123456789012:policy/elsewhere",
      });
      const readOnly = "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly";
      expect(names([user({ permissionsBoundary: readOnly }), elsewhere], push)).to.deep.equal([]);
      expect(names([user({ permissionsBoundary: powerUser }), elsewhere], push)).to.deep.equal(["user ada"]);
    });

    it("counts as allowing everything when it is not known what it says", () => {
      const unseen = "arn:aws:iam::123456789012:policy/elsewhere";
      expect(names(bounded(unseen), push)).to.deep.equal(["user ada"]);
    });

    it("tells references apart as every policy does", () => {
      const only = {
        ...all,
        Condition: { StringLike: { "codecommit:References": "refs/heads/release/lts" } },
      };
      const [move] = refMoves(identities(statements(only)), {
        repositories,
        references: ["refs/heads/release/*"],
      });
      expect(move.references).to.deep.equal(["refs/heads/release/lts"]);
    });
  });

  describe("of whom the stack does not make", () => {
    const foreigner = (...groups: string[]) =>
      resource("aws:iam/userGroupMembership:UserGroupMembership", "m", { user: "jane", groups });
    const jane = (stack: readonly StackResource[], references: readonly string[]) =>
      whoCan({ ...push, references }, identities(stack))
        .filter(({ identity }) => identity.name === "jane")
        .map(({ reference, verdict }) => `${reference} ${verdict}`);

    it("takes an explicit deny of the stack for final, and nothing else", () => {
      const guarded = [...primaryStack(), foreigner("ccp-dev-developers")];
      expect(jane(guarded, ["refs/heads/main", "refs/heads/feature"])).to.deep.equal([
        "refs/heads/feature allowed",
      ]);
      const reader = [...primaryStack(), foreigner("ccp-dev-auditors")];
      expect(jane(reader, ["refs/heads/main", "refs/heads/feature"])).to.deep.equal([
        "refs/heads/feature cannotTell",
      ]);
    });

    it("cannot tell what policies that nobody sees allow", () => {
      const stack = [...without(primaryStack(), "auditors-trunk-guard"), foreigner("ccp-dev-auditors")];
      expect(jane(stack, ["refs/heads/main"])).to.deep.equal(["refs/heads/main cannotTell"]);
      expect(names(stack, { ...push, references: ["refs/heads/main"] })).to.not.include(
        "user ccp-dev-edsger",
      );
    });
  });

  for (const [key, value, other] of [
    ["aws:username", "ada", "eve"],
    ["aws:PrincipalArn", "arn:aws:iam::123456789012:user/ada", "arn:aws:iam::123456789012:user/teams/ada"],
    ["aws:RequestedRegion", "eu-central-1", "eu-west-1"],
    ["aws:PrincipalAccount", "123456789012", "999999999999"],
  ]) {
    it(`knows ${key} of a request`, () => {
      const deny = (expected: string) =>
        own({ Effect: "Deny", Action: "*", Resource: "*", Condition: { StringEquals: { [key]: expected } } });
      expect(names([user(), deny(value)], push)).to.deep.equal([]);
      expect(names([user(), deny(other)], push)).to.deep.equal(["user ada"]);
    });
  }

  it("knows the path of a user and that a role has no user name", () => {
    const named = { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:user/teams/ada" } };
    const deny = { Effect: "Deny", Action: "*", Resource: "*" };
    expect(names([user({ path: "/teams/" }), own({ ...deny, Condition: named })], push)).to.deep.equal([]);
    const policy = document(
      { Effect: "Allow", Action: "*", Resource: "*" },
      { ...deny, Condition: { Null: { "aws:username": "true" } } },
    );
    expect(names([role("build", { inlinePolicies: [{ name: "own", policy }] })], push)).to.deep.equal([]);
  });

  it("knows that a question without references is about a request that names none", () => {
    const unnamed = { Null: { "codecommit:References": "true" } };
    const stack = [user(), own({ Effect: "Deny", Action: "*", Resource: "*", Condition: unnamed })];
    expect(names(stack, push)).to.deep.equal([]);
    expect(names(stack, { ...push, references: ["refs/heads/main"] })).to.deep.equal(["user ada"]);
  });

  it("cannot tell of members what it cannot tell of their group", () => {
    const group = resource("aws:iam/group:Group", "g", { name: "g" });
    const foreign = resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", {
      group: "g",
      policyArn: "arn:aws:iam::123456789012:policy/elsewhere",
    });
    const member = resource("aws:iam/userGroupMembership:UserGroupMembership", "m", {
      user: "ada",
      groups: ["g"],
    });
    const answer = whoCan(push, identities([group, foreign, user(), member]));
    expect(answer.map(({ identity, verdict }) => [identity.name, verdict])).to.deep.equal([
      ["g", "cannotTell"],
      ["ada", "cannotTell"],
    ]);
  });

  for (const [operator, value] of [
    ["BoolIfExists", "false"],
    ["Bool", "false"],
    ["Null", "true"],
    ["Bool", "true"],
    ["Null", "false"],
  ]) {
    it(`takes a deny by ${operator} of MFA ${value} for no deny: one comes with it, or without`, () => {
      const Condition = { [operator]: { "aws:MultiFactorAuthPresent": value } };
      const mfa = { Effect: "Deny", Action: "*", Resource: "*", Condition };
      expect(names([user(), own(mfa)], push)).to.deep.equal(["user ada"]);
    });
  }
});

describe("whoCan of a user whose name AWS is to choose", () => {
  for (const [Condition, effect] of [
    [{ StringNotLike: { "aws:username": "ada*" } }, "a deny for all other names"],
    [{ StringEquals: { "aws:username": "ada" } }, "a deny for the logical name"],
    [
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/ada" } },
      "a deny for the ARN of the logical name",
    ],
  ] as const) {
    it(`does not count on ${effect}`, () => {
      const unnamed = resource("aws:iam/user:User", "ada", { name: unknownString, path: "/" });
      const policy = document(
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "*", Resource: "*", Condition },
      );
      const inline = resource(
        "aws:iam/userPolicy:UserPolicy",
        "own",
        { user: unknownString, name: "own", policy },
        { user: [urn("aws:iam/user:User", "ada")] },
      );
      expect(names([unnamed, inline], push)).to.deep.equal(["user ada"]);
    });
  }
});

const denying = own;

describe("whoCan by a policy variable", () => {
  const group = resource("aws:iam/group:Group", "g", { name: "g" });
  const grant = (pattern: string) =>
    resource("aws:iam/groupPolicy:GroupPolicy", "grant", {
      group: "g",
      name: "grant",
      policy: document({
        ...{ Effect: "Allow", Action: "codecommit:GitPush", Resource: "*" },
        Condition: { StringLike: { "codecommit:References": pattern } },
      }),
    });
  const member = (...users: string[]) =>
    users.flatMap((name) => [
      resource("aws:iam/user:User", name, { name }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", `${name}-g`, { user: name, groups: ["g"] }),
    ]);
  const own = "refs/heads/${aws:username}/*";
  const moves = (stack: readonly StackResource[], pattern: string) =>
    refMoves(identities(stack), { repositories, references: [pattern] }).map(
      ({ identity, verdict, references }) =>
        `${identity.kind} ${identity.name} ${verdict} ${references.join()}`,
    );

  it("names the member whose name opens a protected branch, and nobody else", () => {
    const stack = [group, grant(own), ...member("ada", "release")];
    expect(moves(stack, "refs/heads/release/*")).to.deep.equal(["user release allowed refs/heads/release/x"]);
  });

  it("is content where no member is called so", () => {
    expect(moves([group, grant(own), ...member("ada", "grace")], "refs/heads/release/*")).to.deep.equal([]);
  });

  it("cannot tell of a group of which no member is known", () => {
    const [found, ...others] = refMoves(identities([group, grant(own)]), {
      repositories,
      references: ["refs/heads/release/*"],
    });
    expect(found.verdict).to.equal("cannotTell");
    expect(found.doubts.join()).to.include("policy variable");
    expect(others).to.deep.equal([]);
  });

  it("is content whatever a member is called, where the rest of the pattern leads elsewhere", () => {
    const stack = [group, grant("refs/heads/feature/${aws:username}/*")];
    expect(moves(stack, "refs/heads/release/*")).to.deep.equal([]);
    expect(moves(stack, "refs/heads/feature/*")).to.deep.equal(["group g cannotTell refs/heads/feature/x/x"]);
  });

  it("does not take a default for the only value", () => {
    const stack = [group, grant("refs/heads/${aws:PrincipalTag/branch, 'feature'}/*"), ...member("ada")];
    expect(moves(stack, "refs/heads/release/*")).to.deep.equal(["user ada cannotTell refs/heads/release/x"]);
    expect(moves(stack, "refs/heads/feature/*")).to.deep.equal(["group g allowed refs/heads/feature/x"]);
  });

  it("counts on no variable for a guard", () => {
    const guarded = (Condition: object) => [
      user(),
      denying({ Effect: "Deny", Action: "*", Resource: "*", Condition }),
    ];
    const tagged = { StringLike: { "codecommit:References": "refs/heads/${aws:PrincipalTag/x, 'main'}" } };
    expect(moves(guarded(tagged), "refs/heads/main")).to.deep.equal(["user ada allowed refs/heads/main"]);
    const itself = { StringEquals: { "codecommit:References": "${codecommit:References}" } };
    expect(moves(guarded(itself), "refs/heads/main")).to.deep.equal(["user ada allowed refs/heads/main"]);
    const named = { StringNotLike: { "codecommit:References": "refs/heads/${aws:username}/*" } };
    expect(moves(guarded(named), "refs/heads/main")).to.deep.equal([]);
    expect(moves(guarded(named), "refs/heads/ada/*")).to.deep.equal(["user ada allowed refs/heads/ada/x"]);
  });
});

describe("whoCan by the tags of those who ask", () => {
  const tagged = { StringEquals: { "aws:PrincipalTag/team": "platform" } };
  const allow = { Effect: "Allow", Action: "*", Resource: "*" };
  const userWith = (props: Record<string, unknown>) => [
    user(props),
    resource("aws:iam/userPolicy:UserPolicy", "own", {
      ...{ user: "ada", name: "own", policy: document({ ...allow, Condition: tagged }) },
    }),
  ];
  const assumable = (...Action: string[]) =>
    document({ Effect: "Allow", Action, Principal: { AWS: "arn:aws:iam::123456789012:root" } });
  const roleWith = (props: Record<string, unknown>, ...actions: string[]) => [
    role("build", {
      assumeRolePolicy: assumable("sts:AssumeRole", ...actions),
      inlinePolicies: [{ name: "own", policy: document({ ...allow, Condition: tagged }) }],
      ...props,
    }),
  ];

  it("reads them from the resources", () => {
    expect(names(userWith({ tags: { team: "platform" } }), push)).to.deep.equal(["user ada"]);
    expect(names(userWith({ tags: { team: "payments" } }), push)).to.deep.equal([]);
    expect(names(roleWith({ tags: { team: "platform" } }), push)).to.deep.equal(["role build"]);
    expect(names(roleWith({ tags: { team: "payments" } }), push)).to.deep.equal([]);
  });

  it("takes a tag for missing only where all tags are known, those of the provider too", () => {
    expect(names(userWith({ tags: {} }), push)).to.deep.equal(["user ada"]);
    expect(names(userWith({ tags: {}, tagsAll: { stage: "prod" } }), push)).to.deep.equal([]);
    expect(names(userWith({ tags: {}, tagsAll: { team: "platform" } }), push)).to.deep.equal(["user ada"]);
    expect(names(userWith({ tags: unknownString }), push)).to.deep.equal(["user ada"]);
  });

  it("leaves them open where a session may bring its own", () => {
    const tags = { team: "payments" };
    expect(names(roleWith({ tags }, "sts:TagSession"), push)).to.deep.equal(["role build"]);
    expect(names(roleWith({ tags, assumeRolePolicy: unknownString }), push)).to.deep.equal(["role build"]);
  });

  it("leaves those of a group's members open, a deny's most of all", () => {
    const guard = document(allow, { ...allow, Effect: "Deny", Condition: tagged });
    const stack = [
      resource("aws:iam/group:Group", "g", { name: "g" }),
      resource("aws:iam/groupPolicy:GroupPolicy", "guard", { group: "g", name: "guard", policy: guard }),
      user({ tags: { team: "platform" } }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", "m", { user: "ada", groups: ["g"] }),
    ];
    expect(names(stack, push)).to.deep.equal(["group g"]);
  });
});

describe("refMoves", () => {
  it("gathers all that an identity can do", () => {
    const moves = refMoves(identities([user(), own({ Effect: "Deny", Action: "iam:*", Resource: "*" })]), {
      repositories,
      references: ["refs/heads/a", "refs/heads/b"],
    });
    expect(moves).to.have.lengthOf(1);
    expect(moves[0].actions).to.deep.equal([...refMovingActions]);
    expect(moves[0].repositories).to.deep.equal(repositories);
    expect(moves[0].references).to.deep.equal(["refs/heads/a", "refs/heads/b"]);
  });
});
