import { type Place, repositoryArn } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/**
 * What a reviewer does beside reading: comment and approve, and nothing that changes code or a pull request. A reviewer
 * opens no pull request, and so is never the author whose own approval does not count.
 */
export const commentAndApproveActions = [
  "codecommit:PostCommentForComparedCommit",
  "codecommit:PostCommentForPullRequest",
  "codecommit:PostCommentReply",
  "codecommit:PutCommentReaction",
  "codecommit:UpdateComment",
  "codecommit:UpdatePullRequestApprovalState",
] as const;

/** Every team of reviewers, beside AWSCodeCommitReadOnly: reviews of every repository, not of copies. */
export function reviewerAccess(place: Place): PolicyDocument {
  return policyDocument({
    Sid: "CommentAndApprove",
    Effect: "Allow",
    Action: commentAndApproveActions,
    Resource: repositoryArn(place, place.region, "*"),
  });
}
