/**
 * The 12 actions that move a ref: those with the condition key `codecommit:References`, except `GetMergeCommit`
 * (a read) and `CreateUnreferencedMergeCommit` (moves no ref, and pull requests need it to show conflicts).
 * AWS's own example of a branch guard lacks CreateCommit and CreateBranch, which are a way around it.
 * Source: Service Authorization Reference, AWS CodeCommit; user guide, "Limit pushes and merges to branches".
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

/** What only administrators do: AWSCodeCommitPowerUser allows all of it but two, through `Create*`, `Update*` and `Put*`. */
export const administrationActions = [
  "codecommit:AssociateApprovalRuleTemplateWithRepository",
  "codecommit:BatchAssociateApprovalRuleTemplateWithRepositories",
  "codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories",
  "codecommit:CreateApprovalRuleTemplate",
  "codecommit:CreatePullRequestApprovalRule",
  "codecommit:CreateRepository",
  "codecommit:DeleteApprovalRuleTemplate",
  "codecommit:DeletePullRequestApprovalRule",
  "codecommit:DeleteRepository",
  "codecommit:DisassociateApprovalRuleTemplateFromRepository",
  "codecommit:OverridePullRequestApprovalRules",
  "codecommit:PutRepositoryTriggers",
  "codecommit:TagResource",
  // Calls any function or topic that CodeCommit may call, with a made-up event.
  "codecommit:TestRepositoryTriggers",
  "codecommit:UntagResource",
  "codecommit:UpdateApprovalRuleTemplateContent",
  "codecommit:UpdateApprovalRuleTemplateDescription",
  "codecommit:UpdateApprovalRuleTemplateName",
  "codecommit:UpdateDefaultBranch",
  "codecommit:UpdatePullRequestApprovalRuleContent",
  "codecommit:UpdateRepositoryEncryptionKey",
  "codecommit:UpdateRepositoryName",
] as const;

/** CodeCommit calls KMS with the caller's own permissions. Source: user guide, "AWS KMS and encryption". */
export const repositoryKeyActions = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;
