import { refMovingActions } from "../../policy-pack/access/refMovingActions";

/**
 * The actions of CodeCommit that concern a repository.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html
 */
const repositoryActions = `
  AssociateApprovalRuleTemplateWithRepository BatchAssociateApprovalRuleTemplateWithRepositories
  BatchDescribeMergeConflicts BatchDisassociateApprovalRuleTemplateFromRepositories BatchGetCommits
  BatchGetPullRequests BatchGetRepositories CancelUploadArchive CreateBranch CreateCommit CreatePullRequest
  CreatePullRequestApprovalRule CreateRepository CreateUnreferencedMergeCommit DeleteBranch DeleteCommentContent
  DeleteFile DeletePullRequestApprovalRule DeleteRepository DescribeMergeConflicts DescribePullRequestEvents
  DisassociateApprovalRuleTemplateFromRepository EvaluatePullRequestApprovalRules GetBlob GetBlobDifferences GetBranch
  GetComment GetCommentReactions GetCommentsForComparedCommit GetCommentsForPullRequest GetCommit GetCommitHistory
  GetCommitsFromMergeBase GetDifferences GetFile GetFolder GetMergeCommit GetMergeConflicts GetMergeOptions
  GetObjectIdentifier GetPullRequest GetPullRequestApprovalStates GetPullRequestOverrideState GetReferences
  GetRepository GetRepositoryTriggers GetTree GetUploadArchiveStatus GitPull GitPush
  ListAssociatedApprovalRuleTemplatesForRepository ListBranches ListFileCommitHistory ListPullRequests
  ListTagsForResource MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay
  MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay OverridePullRequestApprovalRules
  PostCommentForComparedCommit PostCommentForPullRequest PostCommentReply PutCommentReaction PutFile
  PutRepositoryTriggers TagResource TestRepositoryTriggers UntagResource UpdateComment UpdateDefaultBranch
  UpdatePullRequestApprovalRuleContent UpdatePullRequestApprovalState UpdatePullRequestDescription
  UpdatePullRequestStatus UpdatePullRequestTitle UpdateRepositoryDescription UpdateRepositoryEncryptionKey
  UpdateRepositoryName UploadArchive`
  .trim()
  .split(/\s+/)
  .map((name) => `codecommit:${name}`);

/** Those that concern the whole account: their resource is "*". */
const accountActions = `
  CreateApprovalRuleTemplate DeleteApprovalRuleTemplate GetApprovalRuleTemplate ListApprovalRuleTemplates
  ListRepositories ListRepositoriesForApprovalRuleTemplate UpdateApprovalRuleTemplateContent
  UpdateApprovalRuleTemplateDescription UpdateApprovalRuleTemplateName`
  .trim()
  .split(/\s+/)
  .map((name) => `codecommit:${name}`);

const referenceActions: readonly string[] = [
  ...refMovingActions,
  "codecommit:CreateUnreferencedMergeCommit",
  "codecommit:GetMergeCommit",
];

/** Every action of CodeCommit, "codecommit:GitPush". */
export const actions: readonly string[] = [...repositoryActions, ...accountActions];

/** Whether its requests are about one repository. */
export const concernsRepository = (action: string): boolean => repositoryActions.includes(action);

/** Whether its requests name a branch or tag. */
export const namesReference = (action: string): boolean => referenceActions.includes(action);

/**
 * The references of the requests that one use of an action takes, all of which must be allowed. A push is authorised
 * twice: git first asks what is there, which names no reference.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
 */
export function requestsOf(action: string, reference: string | undefined): readonly (string | undefined)[] {
  if (!namesReference(action)) {
    return [undefined];
  }
  return action === "codecommit:GitPush" ? [reference, undefined] : [reference];
}
