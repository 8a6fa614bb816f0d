import type { Statement } from "../../access/policy";
import { definePolicy } from "../framework/definePolicy";
import { capitalised, list } from "../wording";
import { credentialWrites, permissionWrites } from "./escalation";
import { grantTypes, names, statementsOf } from "./statements";

export const forbidEscalation = definePolicy({
  name: "iam-policy-forbid-privilege-escalation",
  description: "Nobody can give himself permissions, take a guard off, or make credentials of others.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  remediation: [
    "Leave permissions to the program. What people need for their own credentials ends in their own name:",
    "",
    '    Resource: "arn:aws:iam::*:user/${aws:username}"',
  ],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject).flatMap(({ statement, where }) => {
      if (statement.effect === "Deny") return [];
      const writes = [...permissionWrites, ...(isOwn(statement) ? [] : credentialWrites)];
      const found = writes.filter((action) => names(statement, action));
      return found.length === 0
        ? []
        : [
            `${capitalised(where)} allows ${list(found)}, by which its holders can get any other permission. ` +
              "Take that away.",
          ];
    }),
});

/** Whether it speaks of nobody but whoever asks. */
function isOwn({ resources }: Statement): boolean {
  return (
    resources?.negated === false &&
    resources.patterns.every((pattern) => pattern.endsWith(":user/${aws:username}"))
  );
}
