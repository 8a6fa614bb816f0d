import { z } from "zod";
import type { Condition } from "../../access/condition";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { accountOf, judgeTrust, roleType, takesNothing } from "./trust";

export const requireExternalId = definePolicy({
  name: "iam-role-require-external-id",
  description:
    "Who takes a role from another account shows a word that only they know, or is of our organization.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  remediation: [
    '    Condition: { StringEquals: { "sts:ExternalId": "payments-2026" } }',
    '    Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }',
  ],
  config: {
    accounts: z.array(z.string()).default([]).describe("Accounts of ours, of which this is not asked."),
  },
  types: [roleType],
  judge: (subject, { accounts }) =>
    judgeTrust(subject, ({ statement, principals }, role) => {
      const foreign = principals.filter((principal) => !accounts.includes(accountOf(principal) ?? ""));
      return foreign.length === 0 || takesNothing(statement) || statement.conditions.some(identifies)
        ? []
        : [
            `${role} trusts ${list(foreign)} with neither an external id nor an organization. Ask for \`sts:ExternalId\` ` +
              "or `aws:PrincipalOrgID`; an account of ours is named in `accounts`.",
          ];
    }),
});

/** An organization is named in full; below it a path may have wildcards. */
const kinds: Readonly<Record<string, RegExp>> = {
  "sts:externalid": /^[^*?]+$/,
  "aws:principalorgid": /^o-[a-z0-9]{10,32}$/,
  "aws:principalorgpaths": /^o-[a-z0-9]{10,32}\/.+$/,
};

function identifies({ operator, key, values }: Condition): boolean {
  const whole = kinds[key.toLowerCase()];
  const positive = /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/.test(operator);
  return whole !== undefined && positive && values.every((value) => whole.test(value));
}
