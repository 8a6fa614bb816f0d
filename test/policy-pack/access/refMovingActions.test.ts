import { expect } from "chai";
import { refMovingActions } from "../../../policy-pack/access/refMovingActions";

describe("the actions that move a reference", () => {
  // Read on 2026-11-29: list_awscodecommit.html of the Service Authorization Reference, the actions whose condition keys
  // have codecommit:References.
  const withReferences = [
    "codecommit:CreateBranch",
    "codecommit:CreateCommit",
    "codecommit:CreateUnreferencedMergeCommit",
    "codecommit:DeleteBranch",
    "codecommit:DeleteFile",
    "codecommit:GetMergeCommit",
    "codecommit:GitPush",
    "codecommit:MergeBranchesByFastForward",
    "codecommit:MergeBranchesBySquash",
    "codecommit:MergeBranchesByThreeWay",
    "codecommit:MergePullRequestByFastForward",
    "codecommit:MergePullRequestBySquash",
    "codecommit:MergePullRequestByThreeWay",
    "codecommit:PutFile",
  ];
  /** A read, and a commit that no reference leads to. */
  const moveNothing = ["codecommit:GetMergeCommit", "codecommit:CreateUnreferencedMergeCommit"];

  it("are those that AWS documents with the key codecommit:References, without the two that move nothing", () => {
    expect(refMovingActions).to.have.members(
      withReferences.filter((action) => !moveNothing.includes(action)),
    );
  });
});
