import { definePolicy } from "../framework/definePolicy";
import { titled } from "../access/statements";
import { judgeTrust, roleType } from "./trust";

export const forbidAnyPrincipal = definePolicy({
  name: "iam-role-forbid-any-principal",
  description: "A role trusts accounts, identities and services that are named, whatever else it asks for.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  remediation: ['    Principal: { AWS: "arn:aws:iam::210987654321:root" }'],
  types: [roleType],
  judge: (subject) =>
    judgeTrust(subject, ({ statement: { label, principals } }, role) => {
      const all =
        principals?.negated === true || Object.values(principals?.ids ?? {}).some((ids) => ids.includes("*"));
      return all
        ? [`${role} trusts anybody in AWS by ${titled(label)} of its trust policy. Name whom it trusts.`]
        : [];
    }),
});
