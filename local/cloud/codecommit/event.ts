import { randomUUID } from "node:crypto";
import type { Account } from "../account";
import type { CloudEvent } from "../events/bus";

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
export function codeCommitEvent(account: Account, event: CodeCommitEvent, at = new Date()): CloudEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": event.detailType,
    source: "aws.codecommit",
    account: account.accountId,
    time: at.toISOString().replace(/\.\d+Z$/, "Z"),
    region: event.region,
    resources: event.resources,
    detail: event.detail,
  };
}
