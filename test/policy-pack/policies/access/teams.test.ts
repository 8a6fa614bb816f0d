import { expect } from "chai";
import type { StackResource } from "../../../../policy-pack/access/resources";
import { restrictTeams } from "../../../../policy-pack/policies/access/restrictTeams";
import {
  attached,
  component,
  customerManaged,
  document,
  primaryStack,
  repositories,
  resource,
  without,
} from "../../fixtures";
import { saidOf } from "../judging";

const mfaDeny = {
  Sid: "CodeCommitNeedsMfa",
  Effect: "Deny",
  Action: "codecommit:*",
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
};

/** Auditors read, developers push with a second factor. */
const stack = (access = "reader", deny: object = mfaDeny): readonly StackResource[] => [
  ...primaryStack(),
  component("Team", "auditors-team", { groupName: "ccp-dev-auditors", access }),
  component("Team", "developers-team", {
    groupName: "ccp-dev-developers",
    access: "power-user",
    requireMfa: true,
  }),
  customerManaged("mfa", document(deny)),
  attached("developers", "mfa"),
];
const given = (...statements: object[]) => [
  customerManaged("more", document(...statements)),
  attached("auditors", "more"),
];
const said = (found: readonly StackResource[]) => saidOf(restrictTeams, found);
const allow = (Action: string, Condition?: object) => ({
  ...{ Sid: "More", Effect: "Allow", Action, Resource: repositories[1], Condition },
});

describe("codecommit-team-restrict-access", () => {
  it("accepts readers who read, and a team that shows a second factor", async () => {
    expect(await said(stack())).to.deep.equal([]);
    expect(await said(stack("reviewer"))).to.deep.equal([]);
  });

  for (const action of ["codecommit:GitPush", "codecommit:PutFile", "codecommit:DeleteBranch"]) {
    for (const level of ["reader", "reviewer"]) {
      it(`catches a ${level} who may ${action} on a branch that nothing protects`, async () => {
        const branch = { StringLike: { "codecommit:References": "refs/heads/odd/??" } };
        const found = await said([...stack(level), ...given(allow(action, branch))]);
        expect(found.map(([name]) => name)).to.deep.equal(["auditors"]);
        expect(found[0][1]).to.match(
          /^Every member of group ccp-dev-auditors can move "refs\/heads\/odd\/..+"/,
        );
        expect(found[0][1]).to.include(action);
      });
    }
  }

  it("catches a reader who pushes by a group that is no team", async () => {
    const found = await said([
      ...stack(),
      resource("aws:iam/group:Group", "others", { name: "others" }),
      resource("aws:iam/groupPolicy:GroupPolicy", "push", {
        ...{ group: "others", name: "push", policy: document(allow("codecommit:GitPush")) },
      }),
      resource("aws:iam/userGroupMembership:UserGroupMembership", "edsger-others", {
        ...{ user: "ccp-dev-edsger", groups: ["others"] },
      }),
    ]);
    expect(found.map(([name]) => name)).to.deep.equal(["edsger"]);
  });

  it("lets a reader push who is a developer too", async () => {
    const both = resource("aws:iam/userGroupMembership:UserGroupMembership", "edsger-developers", {
      ...{ user: "ccp-dev-edsger", groups: ["ccp-dev-developers"] },
    });
    expect(await said([...stack(), both])).to.deep.equal([]);
  });

  it("catches a reader who may approve, and lets a reviewer", async () => {
    const approves = given(allow("codecommit:UpdatePullRequestApprovalState"));
    const found = await said([...stack(), ...approves]);
    expect(found.map(([name]) => name)).to.include("auditors");
    expect(found[0][1]).to.match(
      /^Every member of group ccp-dev-auditors can approve pull requests: allowed by/,
    );
    expect(await said([...stack("reviewer"), ...approves])).to.deep.equal([]);
  });

  const { Condition, ...unconditional } = mfaDeny;
  for (const [what, deny] of [
    ["stops nothing but pushes", { ...mfaDeny, Action: "codecommit:GitPush" }],
    ["is of one repository", { ...mfaDeny, Resource: repositories[0] }],
    ["spares an action", { ...unconditional, Condition, Action: undefined, NotAction: "codecommit:GitPull" }],
    [
      "lets long-term keys in",
      { ...mfaDeny, Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
    ],
    [
      "asks for the opposite",
      { ...mfaDeny, Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } } },
    ],
    [
      "is of some addresses",
      { ...mfaDeny, Condition: { ...Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
    ],
  ] as const) {
    it(`catches a deny of what comes without a second factor that ${what}`, async () => {
      const found = await said(stack("reader", deny));
      expect(found.map(([name]) => name)).to.deep.equal(["developers"]);
      expect(found[0][1]).to.match(
        /^Group ccp-dev-developers requires a second factor, and is not denied codecommit:[A-Z][^:]* .*without one\./,
      );
    });
  }

  it("catches a declared second factor whose deny is not attached", async () => {
    expect((await said(without(stack(), "developers-mfa"))).map(([name]) => name)).to.deep.equal([
      "developers",
    ]);
  });
});
