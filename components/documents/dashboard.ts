import type { Place } from "./place";

/** Namespace, name, dimensions, and how to show it. */
export type DashboardMetric = readonly (string | Readonly<Record<string, unknown>>)[];

export interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * What a CloudWatch dashboard shows.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

/** Where consoles are. Source: the sign-in pages of each partition. */
const consoles: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** Where a browser shows it. */
export function dashboardUrl({ partition, region }: Place, name: string): string {
  const host = consoles[partition] ?? "console.aws.amazon.com";
  return `https://${region}.${host}/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}

export function alarmArn({ partition, region, account }: Place, alarmName: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarmName}`;
}
