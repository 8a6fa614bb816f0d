import type { Activity } from "./activity";
import type { Signals } from "./signals";
import type { Children } from "./children";
import type { Store } from "./store/table";

/** What every service of one cloud shares. */
export interface Account {
  readonly accountId: string;
  readonly partition: string;
  readonly store: Store;
  /** The file a function's or task's output goes to, its directory made. */
  logFile(name: string): string;
  /** Notes what nobody is there to be told, in the log of that name. */
  log(name: string, message: string): void;
  readonly signals: Signals;
  readonly activity: Activity;
  readonly children: Children;
  /** The base URL of a region's server. */
  endpoint(region: string): string;
  /** The regions that have a server. */
  regions(): readonly string[];
}

/** An ARN of this account. IAM's have no region. */
export function arn(account: Account, service: string, region: string, resource: string): string {
  return `arn:${account.partition}:${service}:${region}:${account.accountId}:${resource}`;
}
