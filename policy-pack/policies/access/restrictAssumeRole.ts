import { definePolicy } from "../framework/definePolicy";
import { capitalised, list } from "../wording";
import { grantTypes, names, statementsOf } from "./statements";

export const restrictAssumeRole = definePolicy({
  name: "iam-policy-restrict-assume-role",
  description: "Roles that may be assumed are named: the widest trust of an account is not everybody's.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
  remediation: [
    '    { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::123456789012:role/deploy" }',
  ],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject).flatMap(({ statement, where }) => {
      if (statement.effect === "Deny" || !names(statement, "sts:AssumeRole")) return [];
      const { negated, patterns } = statement.resources ?? { negated: true, patterns: [] };
      const wide = negated ? ["all but some"] : patterns.filter((pattern) => !namesRoles(pattern));
      return wide.length === 0
        ? []
        : [`${capitalised(where)} allows sts:AssumeRole on ${list(wide)}. Name the account and the roles.`];
    }),
});

/** An account, and at least the beginning of a role's name or path. */
const namesRoles = (pattern: string) => /^arn:[^:]+:iam::\d{12}:role\/[^*?]/.test(pattern);
