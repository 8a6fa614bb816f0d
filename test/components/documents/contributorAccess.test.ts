import { expect } from "chai";
import { administrationActions } from "../../../components/documents/actions";
import { contributorAccess } from "../../../components/documents/contributorAccess";
import type { Place } from "../../../components/documents/place";
import { evaluate } from "../../../policy-pack/access/evaluate";
import { parsePolicy } from "../../../policy-pack/access/policy";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

describe("A contributor's document", () => {
  const document = contributorAccess(place, ["payments-*", "web-shop"]);
  const policies = [{ name: "contributor", path: "group", policy: parsePolicy(document) }];

  function allows(action: string, repository: string, region = "eu-central-1"): boolean {
    const resource = `arn:aws:codecommit:${region}:123456789012:${repository}`;
    const context = { "codecommit:References": "refs/heads/feature" };
    return evaluate({ action: `codecommit:${action}`, resource, context }, policies).effect === "allow";
  }

  it("allows the daily work on the team's repositories", () => {
    for (const action of [
      "GitPull",
      "GitPush",
      "CreateBranch",
      "CreateCommit",
      "CreatePullRequest",
      "GetPullRequest",
      "MergePullRequestBySquash",
      "PostCommentForPullRequest",
      "UpdatePullRequestApprovalState",
      "GetMergeConflicts",
    ]) {
      expect(allows(action, "payments-api"), action).to.equal(true);
      expect(allows(action, "web-shop"), action).to.equal(true);
    }
  });

  it("allows nothing on another repository", () => {
    for (const action of ["GitPull", "GitPush", "GetRepository", "CreatePullRequest"]) {
      expect(allows(action, "infrastructure"), action).to.equal(false);
      expect(allows(action, "web-shop-2"), action).to.equal(false);
    }
  });

  it("allows reading copies in other regions, and not writing them", () => {
    expect(allows("GitPull", "payments-api", "eu-west-1")).to.equal(true);
    expect(allows("GitPush", "payments-api", "eu-west-1")).to.equal(false);
  });

  it("allows no administration", () => {
    for (const action of [...administrationActions, "codecommit:DeleteCommentContent"]) {
      expect(allows(action.replace("codecommit:", ""), "payments-api"), action).to.equal(false);
    }
  });
});
