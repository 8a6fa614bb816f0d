import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";

/** What CloudWatch Logs accepts. Source: API reference, PutRetentionPolicy. */
const periods = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

export const logRetention = definePolicy({
  name: "logs-group-require-retention",
  description: "Logs are kept as long as they are needed, and not for ever.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  remediation: ["Set `retentionInDays: 90`."],
  config: { leastDays: z.int().min(1).max(3653).default(30).describe("The shortest retention, days.") },
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  judge: ({ name, props: { retentionInDays: days } }, { leastDays }) => {
    if (typeof days === "symbol") return [];
    const remedy = `Set \`retentionInDays\` to ${leastDays} or more.`;
    if (typeof days !== "number" || days === 0) return [`Log group ${name} is kept for ever. ${remedy}`];
    return days < leastDays ? [`Log group ${name} is kept for ${days} days only. ${remedy}`] : [];
  },
  mend: ({ props: { retentionInDays: days } }, { leastDays }) =>
    typeof days === "symbol" || (typeof days === "number" && days >= leastDays)
      ? undefined
      : { retentionInDays: periods.find((period) => period >= leastDays) },
});
