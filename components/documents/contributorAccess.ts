import { refMovingActions } from "./actions";
import { type Place, repositoryArn } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** What reads a repository, its pull requests and its comments. */
export const readActions = [
  "codecommit:BatchDescribeMergeConflicts",
  "codecommit:BatchGetCommits",
  "codecommit:BatchGetPullRequests",
  "codecommit:BatchGetRepositories",
  "codecommit:DescribeMergeConflicts",
  "codecommit:DescribePullRequestEvents",
  "codecommit:EvaluatePullRequestApprovalRules",
  "codecommit:Get*",
  "codecommit:GitPull",
  "codecommit:ListAssociatedApprovalRuleTemplatesForRepository",
  "codecommit:ListBranches",
  "codecommit:ListFileCommitHistory",
  "codecommit:ListPullRequests",
  "codecommit:ListTagsForResource",
] as const;

/** What takes part in reviews, without moving a ref. */
export const reviewActions = [
  "codecommit:CreatePullRequest",
  "codecommit:CreateUnreferencedMergeCommit",
  "codecommit:PostCommentForComparedCommit",
  "codecommit:PostCommentForPullRequest",
  "codecommit:PostCommentReply",
  "codecommit:PutCommentReaction",
  "codecommit:UpdateComment",
  "codecommit:UpdatePullRequestApprovalState",
  "codecommit:UpdatePullRequestDescription",
  "codecommit:UpdatePullRequestStatus",
  "codecommit:UpdatePullRequestTitle",
] as const;

/**
 * A team that works on its own repositories and has no other rights: pull, push, branches, pull requests, comments and
 * approvals. Copies in other regions can be read.
 *
 * @param patterns names of repositories; `*` and `?` match as in IAM
 */
export function contributorAccess(place: Place, patterns: readonly string[]): PolicyDocument {
  return policyDocument(
    {
      Sid: "ReadRepositories",
      Effect: "Allow",
      Action: readActions,
      Resource: patterns.map((pattern) => repositoryArn(place, "*", pattern)),
    },
    {
      Sid: "ChangeAndReview",
      Effect: "Allow",
      Action: [...refMovingActions, ...reviewActions],
      Resource: patterns.map((pattern) => repositoryArn(place, place.region, pattern)),
    },
    {
      // This action takes no resource. Source: Service Authorization Reference, AWS CodeCommit.
      Sid: "ListRepositories",
      Effect: "Allow",
      Action: "codecommit:ListRepositories",
      Resource: "*",
    },
  );
}
