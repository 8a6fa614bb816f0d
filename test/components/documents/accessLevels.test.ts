import { expect } from "chai";
import { refMovingActions } from "../../../components/documents/actions";
import { contributorAccess } from "../../../components/documents/contributorAccess";
import type { Place } from "../../../components/documents/place";
import type { PolicyDocument } from "../../../components/documents/policyDocument";
import { reviewerAccess } from "../../../components/documents/reviewerAccess";
import { copiesReadOnly, noAdministration, teamBasics } from "../../../components/documents/teamAccess";
import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import { type AttachedPolicy, evaluate } from "../../../policy-pack/access/evaluate";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { readingActions, writingActions } from "../../support/codeCommitActions";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };
const repository = "arn:aws:codecommit:eu-central-1:123456789012:payments-api";
const copy = "arn:aws:codecommit:eu-west-1:123456789012:payments-api";

const ofOurs = (document: PolicyDocument): AttachedPolicy => ({
  name: "ours",
  path: "group",
  policy: parsePolicy(document),
});

function ofAws(name: string): AttachedPolicy {
  const policy = awsManagedPolicy(`arn:aws:iam::aws:policy/${name}`);
  if (policy === undefined) throw new Error(`no document of ${name}`);
  return { name, path: "group", policy };
}

/** What some policies leave allowed of some actions, to a caller with every condition in favour. */
function allowed(
  actions: readonly string[],
  policies: readonly AttachedPolicy[],
  resource: string,
): string[] {
  return actions.filter(
    (action) =>
      evaluate({ action: `codecommit:${action}`, resource, context: {} }, policies, "anything").effect ===
      "allow",
  );
}

/** What takes part in reviews and moves no ref. */
const reviewing = [
  "CreatePullRequest",
  "CreateUnreferencedMergeCommit",
  "PostCommentForComparedCommit",
  "PostCommentForPullRequest",
  "PostCommentReply",
  "PutCommentReaction",
  "UpdateComment",
  "UpdatePullRequestApprovalState",
  "UpdatePullRequestDescription",
  "UpdatePullRequestStatus",
  "UpdatePullRequestTitle",
];
const moving = refMovingActions.map((action) => action.replace("codecommit:", ""));

const everyTeam = [ofOurs(copiesReadOnly(place)), ofOurs(teamBasics(place))];
const belowAdministrator = [...everyTeam, ofOurs(noAdministration())];
const levels = {
  administrator: [...everyTeam, ofAws("AWSCodeCommitFullAccess")],
  "power-user": [...belowAdministrator, ofAws("AWSCodeCommitPowerUser")],
  contributor: [...belowAdministrator, ofOurs(contributorAccess(place, ["payments-*"]))],
  reviewer: [...belowAdministrator, ofAws("AWSCodeCommitReadOnly"), ofOurs(reviewerAccess(place))],
  reader: [...belowAdministrator, ofAws("AWSCodeCommitReadOnly")],
};

describe("The access levels, by every action of CodeCommit,", () => {
  it("are an administrator, who may do everything but rename a repository out from under its guard", () => {
    expect(allowed(writingActions, levels.administrator, repository)).to.deep.equal(
      writingActions.filter((action) => action !== "UpdateRepositoryName"),
    );
    expect(allowed(readingActions, levels.administrator, repository)).to.deep.equal(readingActions);
  });

  it("are a power user, who works everywhere, reviews, and describes repositories", () => {
    expect(allowed(writingActions, levels["power-user"], repository)).to.have.members([
      ...moving,
      ...reviewing,
      "UpdateRepositoryDescription",
    ]);
  });

  it("are a contributor, who works and reviews", () => {
    expect(allowed(writingActions, levels.contributor, repository)).to.have.members([
      ...moving,
      ...reviewing,
    ]);
  });

  it("are a reviewer, who comments and approves everywhere but on copies", () => {
    const commenting = [
      "PostCommentForComparedCommit",
      "PostCommentForPullRequest",
      "PostCommentReply",
      "PutCommentReaction",
      "UpdateComment",
    ];
    expect(allowed(writingActions, levels.reviewer, repository)).to.have.members([
      ...commenting,
      "UpdatePullRequestApprovalState",
    ]);
    expect(allowed(readingActions, levels.reviewer, repository)).to.deep.equal(
      allowed(readingActions, levels.reader, repository),
    );
    expect(allowed(writingActions, levels.reviewer, copy)).to.deep.equal([]);
  });

  it("are a reader, who changes nothing", () => {
    expect(allowed(writingActions, levels.reader, repository)).to.deep.equal([]);
    expect(allowed(readingActions, levels.reader, repository)).to.include.members([
      "GitPull",
      "GetRepository",
      "ListBranches",
    ]);
  });

  it("move no ref of a copy", () => {
    for (const [level, policies] of Object.entries(levels)) {
      expect(allowed(moving, policies, copy), level).to.deep.equal([]);
      expect(allowed(["GitPull"], policies, copy), level).to.deep.equal(["GitPull"]);
    }
  });

  it("are left with administration where the deny is left out, which is why it is there", () => {
    const bare = [...everyTeam, ofAws("AWSCodeCommitPowerUser")];
    expect(allowed(writingActions, bare, repository)).to.include.members([
      "OverridePullRequestApprovalRules",
      "UpdateDefaultBranch",
      "PutRepositoryTriggers",
      "TestRepositoryTriggers",
      "CreateRepository",
      "UpdateRepositoryEncryptionKey",
      "TagResource",
      "UpdateApprovalRuleTemplateContent",
    ]);
  });

  it("reach no name of ours by the side permissions of AWS's policies", () => {
    const ours = [
      "arn:aws:events:eu-central-1:123456789012:rule/ccp-dev-changes",
      "arn:aws:sns:eu-central-1:123456789012:ccp-dev-releases",
      "arn:aws:iam::123456789012:user/ccp-dev-rita",
      "arn:aws:iam::123456789012:group/ccp-dev-release-managers",
      "arn:aws:iam::123456789012:policy/ccp-dev-guard-trunk-0",
    ];
    const changes = [
      "events:DisableRule",
      "events:PutTargets",
      "events:DeleteRule",
      "sns:Subscribe",
      "sns:SetTopicAttributes",
      "sns:DeleteTopic",
      "iam:UploadSSHPublicKey",
      "iam:CreateServiceSpecificCredential",
      "iam:ResetServiceSpecificCredential",
      "iam:CreateAccessKey",
      "iam:AddUserToGroup",
      "iam:DetachGroupPolicy",
      "iam:CreatePolicyVersion",
    ];
    // AWS sets the key only for rules that another service manages; none of ours is.
    const context = { "aws:username": "ccp-dev-dana", "events:ManagedBy": [] };
    for (const [level, policies] of Object.entries(levels)) {
      const reached = ours.flatMap((resource) =>
        changes.filter(
          (action) => evaluate({ action, resource, context }, policies, "anything").effect === "allow",
        ),
      );
      expect(reached, level).to.deep.equal([]);
    }
  });
});
