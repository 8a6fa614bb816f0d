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
  /** How long an asynchronous invocation waits before its first and second retry. */
  readonly retryDelaysMs: readonly number[];
  /** Aborted when the cloud stops. */
  stopping(): AbortSignal;
  /** The base URL of a region's server. */
  endpoint(region: string): string;
  /** The regions that have a server. */
  regions(): readonly string[];
}

/** What the endpoints of this account's partition end in. */
export function dnsSuffix({ partition }: Pick<Account, "partition">): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/** An ARN of this account. IAM's have no region. */
export function arn(account: Account, service: string, region: string, resource: string): string {
  return `arn:${account.partition}:${service}:${region}:${account.accountId}:${resource}`;
}

/** What a function or a task is told of its surroundings; nothing else of the one who runs the cloud reaches it. */
export function surroundings(account: Account, region: string): Record<string, string> {
  const endpoints = account.regions().map((name) => {
    const endpoint = account.endpoint(name);
    return [name, { git: endpoint, api: endpoint }];
  });
  return {
    PATH: process.env.PATH ?? "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    CODECOMMIT_ENDPOINTS: JSON.stringify(Object.fromEntries(endpoints)),
    AWS_ENDPOINT_URL_ECS: account.endpoint(region),
  };
}
