import { randomUUID } from "node:crypto";
import type { Account } from "../account";

/** An event as EventBridge gives it to a target. */
export interface CloudEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO time, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** What tells one event from another. */
export interface EventContent {
  /** For example "aws.codecommit". */
  readonly source: string;
  /** For example "CodeCommit Pull Request State Change". */
  readonly detailType: string;
  readonly region: string;
  /** ARNs; of approval rule templates there is none. */
  readonly resources: readonly string[];
  readonly detail: object;
}

/**
 * An event of now.
 *
 * @example
 * bus.put(cloudEvent(account, { source: "aws.codecommit", detailType: "CodeCommit Comment on Pull Request",
 *   region, resources: [repositoryArn], detail: { event: "commentOnPullRequestCreated", … } }));
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
export function cloudEvent(account: Account, content: EventContent): CloudEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": content.detailType,
    source: content.source,
    account: account.accountId,
    time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    region: content.region,
    resources: content.resources,
    detail: content.detail,
  };
}
