/**
 * What undoes every other protection. AWSCodeCommitPowerUser allows developers all of it but DeleteRepository and the
 * deletion of templates and rules.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/security-iam-awsmanpol.html
 */
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
