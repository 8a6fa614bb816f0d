import { optionalText } from "../properties";
import type { CloudEvent } from "../events/event";

/** The events of a repository by the names that notification rules have for them. */
const types: Readonly<Record<string, readonly string[]>> = {
  "comments-on-commits": ["commentOnCommitCreated", "commentOnCommitUpdated"],
  "comments-on-pull-requests": ["commentOnPullRequestCreated", "commentOnPullRequestUpdated"],
  "approvals-status-changed": ["pullRequestApprovalStateChanged"],
  "approvals-rule-override": ["pullRequestApprovalRuleOverridden"],
  "pull-request-created": ["pullRequestCreated"],
  "pull-request-source-updated": ["pullRequestSourceBranchUpdated"],
  "pull-request-status-changed": ["pullRequestStatusChanged"],
  "pull-request-merged": ["pullRequestMergeStatusUpdated"],
  "branches-and-tags-created": ["referenceCreated"],
  "branches-and-tags-deleted": ["referenceDeleted"],
  "branches-and-tags-updated": ["referenceUpdated"],
};

const prefix = "codecommit-repository-";

/** @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-repositories */
export const eventTypeIds = Object.keys(types).map((name) => prefix + name);

/** Whether an event is of that type. */
export function isOfType({ detail }: CloudEvent, eventTypeId: string): boolean {
  const event = optionalText({ ...detail }, "event");
  return event !== undefined && types[eventTypeId.slice(prefix.length)]?.includes(event) === true;
}
