import { git } from "./git";
import { type PullRequest, ruleSha256 } from "./pullRequest";

/** A pull request as the API gives it. @param directory Of its bare repository. */
export async function describePullRequest(of: PullRequest, directory: string): Promise<object> {
  // Histories may have nothing in common.
  const mergeBase = await git(directory, "merge-base", of.destinationCommit, of.sourceCommit).catch(() => "");
  const { merge } = of;
  return {
    pullRequestId: of.id,
    title: of.title,
    description: of.description,
    clientRequestToken: of.token,
    authorArn: of.author,
    creationDate: of.created / 1000,
    lastActivityDate: of.active / 1000,
    pullRequestStatus: of.open ? "OPEN" : "CLOSED",
    revisionId: of.revision,
    approvalRules: of.rules.map(describeRule),
    pullRequestTargets: [
      {
        repositoryName: of.repository,
        sourceReference: of.source,
        sourceCommit: of.sourceCommit,
        destinationReference: of.destination,
        destinationCommit: of.destinationCommit,
        mergeBase: mergeBase === "" ? undefined : mergeBase,
        mergeMetadata: {
          isMerged: merge !== undefined,
          mergedBy: merge?.by,
          mergeCommitId: merge?.commitId,
          mergeOption: merge?.mergeOption,
        },
      },
    ],
  };
}

export function describeRule(rule: PullRequest["rules"][number]): object {
  return {
    approvalRuleId: rule.id,
    approvalRuleName: rule.name,
    approvalRuleContent: rule.content,
    ruleContentSha256: ruleSha256(rule),
    creationDate: rule.changed / 1000,
    lastModifiedDate: rule.changed / 1000,
    lastModifiedUser: rule.changedBy,
    originApprovalRuleTemplate: rule.template && {
      approvalRuleTemplateId: rule.template.id,
      approvalRuleTemplateName: rule.template.name,
    },
  };
}
