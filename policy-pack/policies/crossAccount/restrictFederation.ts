import type { Condition } from "../../access/condition";
import type { Statement } from "../../access/policy";
import { titled } from "../access/statements";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { judgeTrust, roleType, takesNothing } from "./trust";

export const restrictFederation = definePolicy({
  name: "iam-role-restrict-federation",
  description:
    "Who takes a role by SAML or OpenID Connect was given the token for that (its audience), and by OpenID Connect is a subject that is named.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  remediation: [
    '    Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",',
    '      "token.actions.githubusercontent.com:sub": "repo:example/payments-api:ref:refs/heads/main" } }',
    '    Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }',
  ],
  types: [roleType],
  judge: (subject) =>
    judgeTrust(subject, ({ statement }, role) =>
      takesNothing(statement)
        ? []
        : (statement.principals?.ids.Federated ?? []).flatMap((provider) => {
            const lacking = lackingKeys(provider, statement);
            return lacking.length === 0
              ? []
              : [
                  `${role} trusts ${provider} by ${titled(statement.label)} of its trust policy, and does not name ${list(lacking)}. ` +
                    "Ask for it with StringEquals, or with StringLike where the wildcard comes after the owner's name.",
                ];
          }),
    ),
});

/** The condition keys by which a provider's tokens are told apart, and that nothing pins down. */
function lackingKeys(provider: string, { conditions }: Statement): readonly string[] {
  const pinned = (key: string, names: (value: string) => boolean) =>
    conditions.some(
      ({ operator, key: found, values }: Condition) =>
        /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/.test(operator) &&
        found.toLowerCase() === key.toLowerCase() &&
        values.every((value) => names(operator.endsWith("Like") ? value : value.replace(/[*?]/g, "-"))),
    );
  if (provider.includes(":saml-provider/")) return pinned("SAML:aud", isWhole) ? [] : ["SAML:aud"];
  const host = provider.replace(/^arn:[^:]+:iam::\d{12}:oidc-provider\//, "");
  // A Cognito identity pool is the audience; its subjects are of its own making.
  const asked = host === "cognito-identity.amazonaws.com" ? ["aud", "amr"] : ["aud", "sub"];
  return asked
    .map((key) => `${host}:${key}`)
    .filter((key) => !pinned(key, key.endsWith(":sub") ? namesSubject : isWhole));
}

const isWhole = (value: string) => /^[^*?]+$/.test(value);

/**
 * `repo:example/*` is somebody's, `repo:*` and `repo:exam*` are anybody's who chooses such a name. Of a Kubernetes service
 * account (`system:serviceaccount:NAMESPACE:NAME`) the namespace is named.
 */
function namesSubject(value: string): boolean {
  const fixed = value.split(/[*?]/)[0];
  if (fixed === value) return value.length > 0;
  return (fixed.match(/[:/]/g) ?? []).length >= (fixed.startsWith("system:serviceaccount:") ? 3 : 2);
}
