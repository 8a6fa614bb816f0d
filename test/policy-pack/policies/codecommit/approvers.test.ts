import { expect } from "chai";
import type { StackResource } from "../../../../policy-pack/access/resources";
import { requireAbleApprovers } from "../../../../policy-pack/policies/codecommit/requireAbleApprovers";
import { requireKnownApprovers } from "../../../../policy-pack/policies/codecommit/requireKnownApprovers";
import { requireUserArns } from "../../../../policy-pack/policies/codecommit/requireUserArns";
import {
  account,
  approvalRule,
  attached,
  customerManaged,
  document,
  primaryStack,
  repositories,
  resource,
  unknownString,
  without,
} from "../../fixtures";
import { judgesOne, saidOf } from "../judging";

const user = (name: string) => `arn:aws:iam::${account}:user/ccp-dev-${name}`;
const [statement] = approvalRule.Statements;

/** The stack that complies, with another pool and so many approvals of it. */
function asking(needed: number, ...pool: readonly string[]): readonly StackResource[] {
  const content = JSON.stringify({
    ...approvalRule,
    Statements: [{ ...statement, NumberOfApprovalsNeeded: needed, ApprovalPoolMembers: pool }],
  });
  return primaryStack().map((found) =>
    found.name === "trunk-approvals" ? { ...found, props: { ...found.props, content } } : found,
  );
}

const finding = (needed: number, most: number, why: string, where = repositories.join(" and ")) => [
  [
    "trunk-approvals",
    `Statement 1 of approval rule template trunk-approvals asks for ${needed === 1 ? "1 approval" : `${needed} approvals`}, but a pull request in ` +
      `${where} gets ${most} at most: ${why}. Name more who may approve, or allow them ` +
      "codecommit:UpdatePullRequestApprovalState.",
  ],
];

describe("codecommit-template-require-able-approvers", () => {
  const said = (stack: readonly StackResource[]) => saidOf(requireAbleApprovers, stack);

  it("accepts a pool of which enough may approve, whoever is the author", async () => {
    expect(await said(primaryStack())).to.deep.equal([]);
    expect(await said(asking(2, user("linus"), user("ada"), user("grace")))).to.deep.equal([]);
  });

  it("catches a pool of which an author leaves too few", async () => {
    expect(await said(asking(2, user("linus"), user("ada")))).to.deep.equal(
      finding(
        2,
        1,
        `${user("linus")} and ${user("ada")} may approve, and an author, ccp-dev-linus for example, does not count`,
      ),
    );
  });

  it("catches those who may only read", async () => {
    expect(await said(asking(1, user("edsger")))).to.deep.equal(
      finding(1, 0, `nobody may approve, and ${user("edsger")} may not approve`),
    );
  });

  it("catches an existing name that is a role, and a user who was counted twice", async () => {
    expect(await said(asking(1, `arn:aws:iam::${account}:role/Review`))).to.deep.equal(
      finding(1, 0, `nobody may approve, and arn:aws:iam::${account}:role/Review may not approve`),
    );
    expect(await said(asking(2, user("linus"), user("linus"), user("ada")))).to.have.lengthOf(1);
  });

  it("counts a user under a path, and in the short form", async () => {
    const forms = [
      `arn:aws:iam::${account}:user/emea/ccp-dev-edsger`,
      `CodeCommitApprovers:${account}:ccp-dev-edsger`,
    ];
    for (const form of forms) {
      expect(await said(asking(1, form)), form).to.have.lengthOf(1);
    }
  });

  it("counts an author who may open no pull request", async () => {
    const review = document({
      Effect: "Allow",
      Action: "codecommit:UpdatePullRequestApprovalState",
      Resource: repositories[0],
    });
    const stack = [
      ...asking(1, user("edsger")),
      customerManaged("review", review),
      attached("auditors", "review"),
    ];
    // Of the other repository the auditors stay readers.
    expect(await said(stack)).to.deep.equal(
      finding(1, 0, `nobody may approve, and ${user("edsger")} may not approve`, repositories[1]),
    );
  });

  it("catches approvers whom a deny stops, and lets MFA stop nobody", async () => {
    const deny = (condition?: object) =>
      customerManaged(
        "no-approvals",
        document({
          ...{ Effect: "Deny", Action: "codecommit:*", Resource: "*" },
          ...(condition && { Condition: condition }),
        }),
      );
    const rule = asking(2, user("ada"), user("grace"), user("linus"));
    const guarded = [...rule, attached("developers", "no-approvals")];
    expect(await said([...guarded, deny()])).to.have.lengthOf(1);
    const mfa = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
    expect(await said([...guarded, deny(mfa)])).to.deep.equal([]);
  });

  it("accepts the only approver who is the only pusher, and catches one who is not", async () => {
    expect(await said(asking(1, user("linus")))).to.deep.equal([]);
    expect(await said(asking(1, user("ada")))).to.deep.equal(
      finding(1, 0, `${user("ada")} may approve, and an author, ccp-dev-ada for example, does not count`),
    );
  });

  it("accepts whom it does not see: users and roles of others, and names with wildcards", async () => {
    for (const pool of [
      [`arn:aws:iam::${account}:user/rosa`, `arn:aws:iam::${account}:user/remy`],
      [`arn:aws:sts::${account}:assumed-role/Review/*`],
      [`CodeCommitApprovers:${account}:*Mary_Major`],
    ]) {
      expect(await said(asking(2, ...pool)), pool.join()).to.deep.equal([]);
    }
  });

  it("counts one session of a role once, and none of a role that may not approve", async () => {
    const session = `arn:aws:sts::${account}:assumed-role/Review/bot`;
    expect(await said(asking(2, session))).to.have.lengthOf(1);
    const role = resource("aws:iam/role:Role", "Review", { name: "Review", assumeRolePolicy: "{}" });
    const every = `arn:aws:sts::${account}:assumed-role/Review/*`;
    expect(await said([...asking(1, every), role])).to.deep.equal(
      finding(1, 0, `nobody may approve, and ${every} may not approve`),
    );
  });

  it("leaves to others what cannot be told", async () => {
    expect(await said(without(without(asking(1, user("edsger")), "primary"), "trunk"))).to.deep.equal([]);
    const unread = asking(1, user("edsger")).map((found) =>
      found.name === "trunk-approvals"
        ? { ...found, props: { ...found.props, content: unknownString } }
        : found,
    );
    expect(await said(unread)).to.deep.equal([]);
  });
});

describe("codecommit-template-require-known-approvers", () => {
  const iam = `arn:aws:iam::${account}`;
  const sts = `arn:aws:sts::${account}`;
  const says = (member: string, problem: string) => [
    ["trunk-approvals", `Statement 1 of approval rule template trunk-approvals counts ${member}: ${problem}`],
  ];
  const said = (member: string, config = {}, more: readonly StackResource[] = []) =>
    saidOf(requireKnownApprovers, [...asking(1, member), ...more], config);

  it("accepts users of the stack, and sessions of its roles", async () => {
    const role = resource("aws:iam/role:Role", "Review", {
      name: "Review",
      managedPolicyArns: ["arn:aws:iam::aws:policy/AWSCodeCommitPowerUser"],
    });
    for (const member of [user("linus"), `CodeCommitApprovers:${account}:ccp-dev-linus`]) {
      expect(await said(member), member).to.deep.equal([]);
    }
    for (const member of [`${sts}:assumed-role/Review/*`, `CodeCommitApprovers:${account}:Review/*`]) {
      expect(await said(member, {}, [role]), member).to.deep.equal([]);
    }
  });

  for (const member of [
    `${iam}:user/ccp-*`,
    `${iam}:user/?*`,
    `${iam}:user/*dana*`,
    `${iam}:user/*/ccp-dev-linus`,
    `arn:aws:iam::*:user/ccp-dev-linus`,
    `arn:*:iam::${account}:user/ccp-dev-linus`,
    `*dana*`,
    `*ccp-dev-linus`,
    `${sts}:assumed-role/Rev*`,
    `${sts}:assumed-role/*/dana`,
    `${sts}:assumed-role/?*/*`,
    `${sts}:federated-user/ccp-*`,
    `CodeCommitApprovers:${account}:ccp-*`,
    `CodeCommitApprovers:*:ccp-dev-linus`,
    `CodeCommitApprovers:${account}:Rev*/*`,
  ]) {
    it(`catches ${member}`, async () => {
      expect(await said(member)).to.deep.equal(
        says(member, "the wildcard reaches further than one user or one role. Name each approver in full."),
      );
    });
  }

  const stranger =
    "nobody of this stack, and not declared as existing. Name its users and roles, or list them in `existing`.";
  for (const member of [
    `${iam}:user/mallory`,
    `${sts}:assumed-role/Elsewhere/*`,
    `${sts}:federated-user/dana`,
    "arn:aws:iam::999999999999:user/ccp-dev-linus",
    "CodeCommitApprovers:999999999999:ccp-dev-linus",
    "ccp-dev-linus",
  ]) {
    it(`catches ${member}, whom nobody knows`, async () => {
      expect(await said(member)).to.deep.equal(says(member, stranger));
    });
  }

  it("accepts whom the configuration or a component declares", async () => {
    const session = `${sts}:assumed-role/Partner/*`;
    expect(await said(session)).to.have.lengthOf(1);
    expect(await said(session, { existing: ["role/Partner"] })).to.deep.equal([]);
    expect(await said(session, { existing: ["user/Partner"] })).to.have.lengthOf(1);
    const rules = (pool: readonly string[]) =>
      resource("codecommit-platform:index:ApprovalRules", "more-approvals", { rules: [{ pool }] });
    expect(await said(session, {}, [rules([session])])).to.deep.equal([]);
    expect(await said(session, {}, [rules([`${sts}:assumed-role/Other/*`])])).to.have.lengthOf(1);
    const wide = `${iam}:user/ccp-*`;
    expect(await said(wide, {}, [rules([wide])]), "a wildcard, whoever declares it").to.have.lengthOf(1);
  });

  it("catches a user under another path, and one who may approve nothing", async () => {
    const moved = primaryStack().map((found) =>
      found.name === "linus" ? { ...found, props: { ...found.props, path: "/emea/" } } : found,
    );
    const stack = asking(1, user("linus")).map(
      (found) => moved.find(({ urn }) => urn === found.urn && found.name === "linus") ?? found,
    );
    expect(await saidOf(requireKnownApprovers, stack)).to.deep.equal(
      says(
        user("linus"),
        "the path of the user is /emea/, so that this matches nobody. Write the ARN with its path.",
      ),
    );
    expect(await said(user("edsger"))).to.deep.equal(
      says(
        user("edsger"),
        "who may approve nothing. Allow codecommit:UpdatePullRequestApprovalState, or take the member out.",
      ),
    );
  });

  it("leaves anybody and nobody to the policy of pools", async () => {
    expect(await said("*")).to.deep.equal([]);
    expect(await said(`${iam}:role/Review`)).to.deep.equal([]);
  });
});

describe("codecommit-template-require-user-arns", () => {
  const template = resource("aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate", "trunk", {
    name: "ccp-dev-trunk",
    content: JSON.stringify(approvalRule),
  });
  const pool = (...members: readonly string[]) => ({
    props: {
      content: JSON.stringify({
        ...approvalRule,
        Statements: [{ ...statement, ApprovalPoolMembers: members }],
      }),
    },
  });
  judgesOne(requireUserArns, template, {
    "a user in the short form": {
      ...pool(user("rita"), `CodeCommitApprovers:${account}:jane.doe`),
      says:
        `Statement 1 of approval rule template trunk names users in the short form: CodeCommitApprovers:${account}:jane.doe. ` +
        "Write the ARNs of the users, with their paths: arn:aws:iam::ACCOUNT:user/PATH/NAME.",
    },
    "some names in the short form": {
      ...pool(`CodeCommitApprovers:${account}:jane*`),
      says:
        `Statement 1 of approval rule template trunk names users in the short form: CodeCommitApprovers:${account}:jane*. ` +
        "Write the ARNs of the users, with their paths: arn:aws:iam::ACCOUNT:user/PATH/NAME.",
    },
    "the short form of a role's sessions, which no federated user has": {
      ...pool(`CodeCommitApprovers:${account}:Review/*`),
      says: [],
    },
    "a user under a path": { ...pool(`arn:aws:iam::${account}:user/emea/jane.doe`), says: [] },
    "no pool": { ...pool(), says: [] },
  });
});
