import { createHash } from "node:crypto";
import { AwsError } from "../awsError";
import { type Approver, isSatisfied, parseRuleContent, parseTemplateContent } from "./approvalContent";
import type { MergeFacts } from "./refEvents";

export interface ApprovalRule {
  readonly id: string;
  readonly name: string;
  readonly content: string;
  /** Of the template it was copied from; absent when it was made on the pull request. */
  readonly template?: { readonly id: string; readonly name: string };
  readonly changedBy: string;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

export interface PullRequest {
  readonly id: string;
  readonly region: string;
  readonly repository: string;
  readonly title: string;
  readonly description?: string;
  readonly token?: string;
  /** ARN. */
  readonly author: string;
  /** Milliseconds since 1970, as `active`. */
  readonly created: number;
  readonly active: number;
  readonly open: boolean;
  /** Full names. */
  readonly source: string;
  readonly destination: string;
  readonly sourceCommit: string;
  readonly destinationCommit: string;
  /** A push to the source branch makes a new one; approvals and overrides belong to one. */
  readonly revision: string;
  readonly rules: readonly ApprovalRule[];
  readonly approvals: readonly (Approver & { readonly revision: string })[];
  readonly overrides: readonly { readonly revision: string; readonly by: string }[];
  readonly merge?: { readonly by: string; readonly commitId: string } & Pick<MergeFacts, "mergeOption">;
}

export interface Evaluation {
  readonly approved: boolean;
  readonly overridden: boolean;
  readonly approvalRulesSatisfied: readonly string[];
  readonly approvalRulesNotSatisfied: readonly string[];
}

/** Whether the rules are met by those who approved that revision. */
export function evaluateRules({ rules, approvals, overrides }: PullRequest, revision: string): Evaluation {
  const approvers = approvals.filter((approval) => approval.revision === revision);
  const satisfied = (rule: ApprovalRule) => {
    const content = rule.template ? parseTemplateContent(rule.content) : parseRuleContent(rule.content);
    return isSatisfied(content, approvers);
  };
  const names = (wanted: boolean) =>
    rules.filter((rule) => satisfied(rule) === wanted).map(({ name }) => name);
  const overridden = overrides.some((override) => override.revision === revision);
  return {
    approved: overridden || names(false).length === 0,
    overridden,
    approvalRulesSatisfied: names(true),
    approvalRulesNotSatisfied: names(false),
  };
}

/** @throws {AwsError} PullRequestAlreadyClosedException. */
export function checkOpen({ id, open }: PullRequest): void {
  if (!open) throw new AwsError("PullRequestAlreadyClosedException", `Pull request ${id} is closed`);
}

export function ruleSha256({ content }: ApprovalRule): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What an event says of a rule. */
export function ruleDetail(rule: ApprovalRule): object {
  return {
    approvalRuleName: rule.name,
    approvalRuleId: rule.id,
    approvalRuleContentSha256: ruleSha256(rule),
  };
}

/** What an event says of a pull request as it is now. */
export function pullRequestDetail(
  event: string,
  callerUserArn: string,
  of: PullRequest,
  more: object,
): object {
  return {
    event,
    pullRequestId: of.id,
    title: of.title,
    ...(of.description !== undefined && { description: of.description }),
    author: of.author,
    callerUserArn,
    creationDate: eventDate(of.created),
    lastModifiedDate: eventDate(of.active),
    sourceReference: of.source,
    sourceCommit: of.sourceCommit,
    destinationReference: of.destination,
    destinationCommit: of.destinationCommit,
    // A string, and not a boolean: so it is in AWS's examples.
    isMerged: of.merge ? "True" : "False",
    pullRequestStatus: of.open ? "Open" : "Closed",
    repositoryNames: [of.repository],
    revisionId: of.revision,
    notificationBody: `A pull request event occurred in ${of.repository} (${of.region}): ${event} of pull request ${of.id}.`,
    ...more,
  };
}

/** As AWS's examples have it: "Tue Feb 12 18:56:56 UTC 2019". */
function eventDate(at: number): string {
  const [day = "", date = "", month = "", year = "", time = ""] = new Date(at).toUTCString().split(/,? /);
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
