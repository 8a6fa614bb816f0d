import { definePolicy } from "../framework/definePolicy";
import { items, shown } from "../framework/inputs";
import { eventPattern } from "./eventPattern";

export const ruleAccount = definePolicy({
  name: "events-rule-require-account",
  description: "An event rule takes events of named accounts only, whoever else may send to its bus.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
  remediation: [
    "Pin the pattern:",
    "",
    "    eventPattern: JSON.stringify({ ...pattern, account: [accountId] })",
  ],
  types: ["aws:cloudwatch/eventRule:EventRule"],
  judge: ({ name, props }) => {
    const pattern = eventPattern(props.eventPattern);
    if (!pattern) return [];
    const accounts = items(pattern.account);
    return accounts.length > 0 && accounts.every((account) => /^\d{12}$/.test(shown(account)))
      ? []
      : [
          `Event rule ${name} takes events of any account that reaches its bus. Add \`account\` to its pattern.`,
        ];
  },
});
