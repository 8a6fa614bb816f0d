import { z } from "zod";
import type { Condition } from "../../access/condition";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { accountOf, judgeTrust, roleType, takesNothing } from "./trust";

export const requireMfa = definePolicy({
  name: "iam-role-require-mfa",
  description: "People of the accounts that are named take a role with a second factor.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
  remediation: ['    Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } }'],
  config: {
    accounts: z
      .array(z.string())
      .default([])
      .describe('Accounts of people; "*" for all. Machines have no second factor.'),
  },
  types: [roleType],
  judge: (subject, { accounts }) =>
    judgeTrust(subject, ({ statement, principals }, role) => {
      const people = principals.filter(
        (principal) => accounts.includes("*") || accounts.includes(accountOf(principal) ?? ""),
      );
      return people.length === 0 || takesNothing(statement) || statement.conditions.some(asks)
        ? []
        : [
            `${role} trusts ${list(people)} without a second factor. Ask for \`aws:MultiFactorAuthPresent\` with Bool.`,
          ];
    }),
});

/** `BoolIfExists` would let long-term keys in, which come without the key. */
const asks = ({ operator, key, values }: Condition) =>
  operator === "Bool" &&
  key.toLowerCase() === "aws:multifactorauthpresent" &&
  values.every((value) => value === "true");
