import { admitsAnyone } from "./callers";
import { definePolicy, type PackPolicy, type PolicyDefinition } from "./definePolicy";
import { readStatements } from "./statements";

export interface ResourcePolicyRule extends Pick<PolicyDefinition<never>, "name" | "description" | "url"> {
  /** What the policy is attached to: "topic". */
  readonly noun: string;
  /** Where documents stand: type token → property. */
  readonly documents: Readonly<Record<string, string>>;
}

/** No statement of a resource's policy may admit whoever asks. */
export function forbidPublicAccess({ noun, documents, ...rule }: ResourcePolicyRule): PackPolicy {
  const remedy =
    "Name accounts, roles or services in `Principal`, or add a condition on `aws:PrincipalOrgID`, " +
    "`aws:SourceAccount` or `aws:SourceArn`.";
  return definePolicy({
    ...rule,
    severity: "critical",
    remediation: [
      "Name who may use it:",
      "",
      "    Principal: { AWS: `arn:aws:iam::${accountId}:root` }",
      "",
      "or condition it on who they are:",
      "",
      '    Principal: { AWS: "*" }, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }',
    ],
    types: Object.keys(documents),
    judge: ({ type, name, props }) => {
      const reading = readStatements(props[documents[type]]);
      if (!reading) return [];
      if ("problem" in reading) return [`The policy of ${noun} ${name} cannot be read: ${reading.problem}`];
      return reading.statements
        .filter(admitsAnyone)
        .map(({ label }) => `${label} in the policy of ${noun} ${name} admits anyone. ${remedy}`);
    },
  });
}
