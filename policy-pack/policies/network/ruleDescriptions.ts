import { definePolicy } from "../framework/definePolicy";
import { fields, given, items } from "../framework/inputs";
import { groupType, trafficTypes } from "./trafficRules";

export const ruleDescriptions = definePolicy({
  name: "ec2-security-group-require-description",
  description: "Security groups and their rules say what they are for.",
  severity: "low",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  remediation: ['Set `description: "Calls out over HTTPS"`. Changing that of a group replaces it.'],
  types: [...new Set([...trafficTypes("ingress"), ...trafficTypes("egress")])],
  judge: ({ type, name, props }) => {
    // What the providers of Pulumi and Terraform write when nobody does.
    const says = (description: unknown) =>
      given(description) && !String(description).startsWith("Managed by ");
    const nested = type === groupType ? [...items(props.ingress), ...items(props.egress)].map(fields) : [];
    return [
      ...(says(props.description)
        ? []
        : [`${name} has no description. Say what it is for in \`description\`.`]),
      ...nested
        .filter(({ description }) => !says(description))
        .map(() => `A rule of ${name} has no description. Say what it is for in \`description\`.`),
    ];
  },
});
