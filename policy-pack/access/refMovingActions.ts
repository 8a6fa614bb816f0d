/**
 * The actions that move, create or delete a branch or tag: those for which the Service Authorization Reference lists
 * the condition key `codecommit:References`, without GetMergeCommit, a read, and CreateUnreferencedMergeCommit, which
 * moves no reference. The example in AWS's own guide lacks CreateBranch and CreateCommit.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html
 */
export const refMovingActions = [
  "codecommit:CreateBranch",
  "codecommit:CreateCommit",
  "codecommit:DeleteBranch",
  "codecommit:DeleteFile",
  "codecommit:GitPush",
  "codecommit:MergeBranchesByFastForward",
  "codecommit:MergeBranchesBySquash",
  "codecommit:MergeBranchesByThreeWay",
  "codecommit:MergePullRequestByFastForward",
  "codecommit:MergePullRequestBySquash",
  "codecommit:MergePullRequestByThreeWay",
  "codecommit:PutFile",
] as const;

/** Those that merge a pull request, before which its approval rules stand. */
const pullRequestMerges: readonly string[] = [
  "codecommit:MergePullRequestByFastForward",
  "codecommit:MergePullRequestBySquash",
  "codecommit:MergePullRequestByThreeWay",
];

/** Those that move a reference without a pull request. */
export const directMoves = refMovingActions.filter((action) => !pullRequestMerges.includes(action));

/** The condition key of a reference, for example "refs/heads/main". */
export const referencesKey = "codecommit:References";
