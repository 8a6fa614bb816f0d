import { definePolicy } from "../framework/definePolicy";
import { capitalised } from "../wording";
import { grantTypes, statementsOf } from "./statements";

export const forbidFullAccess = definePolicy({
  name: "iam-policy-forbid-full-access",
  description: "No policy allows all actions, or all but some.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
  remediation: ["Name the actions that are needed, and what they are needed on."],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject)
      .filter(({ statement }) => statement.effect === "Allow")
      .flatMap(({ where, statement: { actions } }) => {
        const all = actions.patterns.find((pattern) => /^[*?:]+$/.test(pattern));
        if (actions.negated)
          return [`${capitalised(where)} allows all actions but some (NotAction). ${instead}`];
        return all === undefined ? [] : [`${capitalised(where)} allows all actions ("${all}"). ${instead}`];
      }),
});

const instead = "Name the actions that are needed.";
