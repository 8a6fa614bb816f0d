import { expect } from "chai";
import { administrationActions, refMovingActions } from "../../../components/documents/actions";
import { crossAccountAccess } from "../../../components/documents/crossAccountAccess";
import { repositoryKeyStatement } from "../../../components/documents/keys";
import type { Place } from "../../../components/documents/place";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { allows } from "../../support/attachedPolicies";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };
const levels = ["power-user", "contributor", "reader"] as const;

describe("The document of a role for another account", () => {
  const policies = (access: (typeof levels)[number]) => [
    {
      name: "access",
      path: "role",
      policy: parsePolicy(crossAccountAccess(place, access, ["payments-*", "web-shop"])),
    },
  ];
  const may = (
    access: (typeof levels)[number],
    action: string,
    repository = "web-shop",
    region = "eu-central-1",
  ) =>
    allows(
      policies(access),
      action,
      `arn:aws:codecommit:${region}:123456789012:${repository}`,
      "refs/heads/topic",
    );

  it("is, for a reader, reading and the use of the keys", () => {
    const document = crossAccountAccess(place, "reader", ["payments-*", "web-shop"]);
    expect(document.Statement).to.have.length(2);
    expect(document.Statement[0]).to.deep.include({
      Sid: "ReadRepositories",
      Effect: "Allow",
      Resource: [
        "arn:aws:codecommit:*:123456789012:payments-*",
        "arn:aws:codecommit:*:123456789012:web-shop",
      ],
    });
    expect(document.Statement[0].Action)
      .to.include("codecommit:GitPull")
      .and.not.include.members([...refMovingActions]);
    expect(document.Statement[1]).to.deep.equal(repositoryKeyStatement(place));
  });

  it("adds, for a contributor, changes in the region where people push", () => {
    const [, change] = crossAccountAccess(place, "contributor", ["web-shop"]).Statement;
    expect(change).to.deep.equal({
      Sid: "ChangeAndReview",
      Effect: "Allow",
      Action: [
        ...refMovingActions,
        "codecommit:CreatePullRequest",
        "codecommit:CreateUnreferencedMergeCommit",
        "codecommit:PostCommentForComparedCommit",
        "codecommit:PostCommentForPullRequest",
        "codecommit:PostCommentReply",
        "codecommit:PutCommentReaction",
        "codecommit:UpdateComment",
        "codecommit:UpdatePullRequestDescription",
        "codecommit:UpdatePullRequestStatus",
        "codecommit:UpdatePullRequestTitle",
      ],
      Resource: ["arn:aws:codecommit:eu-central-1:123456789012:web-shop"],
    });
  });

  it("lets power-users describe repositories, and nobody else", () => {
    expect(levels.map((level) => may(level, "UpdateRepositoryDescription"))).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it("lets who may push do so on the named repositories only", () => {
    expect(levels.map((level) => may(level, "GitPush"))).to.deep.equal([true, true, false]);
    expect(levels.map((level) => may(level, "GitPush", "payments-api"))).to.deep.equal([true, true, false]);
    expect(levels.map((level) => may(level, "GitPush", "infrastructure"))).to.deep.equal([
      false,
      false,
      false,
    ]);
  });

  it("lets everybody pull the named repositories and their copies, and push to no copy", () => {
    for (const level of levels) {
      expect(may(level, "GitPull")).to.equal(true);
      expect(may(level, "GitPull", "web-shop", "eu-west-1")).to.equal(true);
      expect(may(level, "GitPull", "infrastructure")).to.equal(false);
      expect(may(level, "GitPush", "web-shop", "eu-west-1")).to.equal(false);
    }
  });

  it("lets nobody approve, administer, or see the names of other repositories", () => {
    for (const level of levels) {
      for (const action of [
        "UpdatePullRequestApprovalState",
        "ListRepositories",
        ...administrationActions.map((action) => action.replace("codecommit:", "")),
      ]) {
        expect(may(level, action), action).to.equal(false);
      }
    }
  });
});
