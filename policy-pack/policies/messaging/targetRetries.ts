import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";

export const targetRetries = definePolicy({
  name: "events-target-require-retries",
  description: "EventBridge tries again when a target cannot take an event.",
  severity: "low",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html",
  remediation: ["Leave `retryPolicy` out (24 hours and 185 attempts), or give the target time to recover."],
  config: {
    leastAttempts: z.int().min(0).max(185).default(3).describe("Attempts beside the first."),
    leastAgeSeconds: z.int().min(60).max(86400).default(900).describe("How long an event is tried, seconds."),
  },
  types: ["aws:cloudwatch/eventTarget:EventTarget"],
  judge: ({ name, props }, { leastAttempts, leastAgeSeconds }) => {
    const { maximumRetryAttempts: attempts, maximumEventAgeInSeconds: age } = fields(props.retryPolicy);
    return [
      ...(typeof attempts === "number" && attempts < leastAttempts
        ? [
            `Event target ${name} is tried again ${attempts} times. Set \`maximumRetryAttempts\` to ${leastAttempts} or more.`,
          ]
        : []),
      ...(typeof age === "number" && age < leastAgeSeconds
        ? [
            `Event target ${name} is given up after ${age} s. Set \`maximumEventAgeInSeconds\` to ${leastAgeSeconds} or more.`,
          ]
        : []),
    ];
  },
});
