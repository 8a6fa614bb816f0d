import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { items } from "../framework/inputs";
import { channelTypes } from "./channels";

const remedy = "Set `guardrailPolicyArns` to what people may do from chat at most.";

export const channelGuardrail = definePolicy({
  name: "chatbot-channel-require-guardrail",
  description: "What people can do from a chat channel is bounded by a guardrail that is no administrator's.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html",
  remediation: [
    "Without guardrail policies AWS takes AdministratorAccess. Set one:",
    "",
    '    guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
  ],
  config: {
    forbidden: z
      .array(z.string())
      .default(["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"])
      .describe("Names of managed policies of AWS that are no guardrail."),
  },
  types: channelTypes,
  judge: ({ name, props }, { forbidden }) => {
    const guardrails = items(props.guardrailPolicyArns);
    if (typeof props.guardrailPolicyArns !== "symbol" && guardrails.length === 0) {
      return [`Channel ${name} has no guardrail, so AWS takes AdministratorAccess. ${remedy}`];
    }
    return guardrails
      .filter((arn) => typeof arn === "string" && forbidden.includes(arn.slice(arn.lastIndexOf("/") + 1)))
      .map((arn) => `Channel ${name} has the guardrail ${String(arn)}, which bounds nothing. ${remedy}`);
  },
});
