import type { Account } from "../account";
import { type CloudEvent, cloudEvent } from "../events/event";

/** What one kind of CodeCommit's events says. */
export interface CodeCommitEvent {
  readonly region: string;
  /** For example "CodeCommit Pull Request State Change". */
  readonly detailType: string;
  /** ARNs of repositories. */
  readonly resources: readonly string[];
  readonly detail: object;
}

/** The event as EventBridge gives it to targets; its time has whole seconds. */
export function codeCommitEvent(account: Account, event: CodeCommitEvent): CloudEvent {
  return cloudEvent(account, { source: "aws.codecommit", ...event });
}
