import { definePolicy } from "../framework/definePolicy";
import { capitalised, list } from "../wording";
import { isWide } from "./secretScope";
import { grantTypes, names, statementsOf } from "./statements";

const reads = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:ReEncryptFrom",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

export const restrictSecrets = definePolicy({
  name: "iam-policy-restrict-secrets",
  description: "Keys and secrets are used by name, by alias or by tag: nobody reads all of them.",
  severity: "high",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-1",
  remediation: [
    "Key ids are random, aliases are not:",
    "",
    '    { Effect: "Allow", Action: "kms:Decrypt", Resource: "arn:aws:kms:*:123456789012:key/*",',
    '      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-prod-repositories" } } }',
  ],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject).flatMap(({ statement, where }) => {
      if (statement.effect === "Deny" || !isWide(statement)) return [];
      const found = reads.filter((action) => names(statement, action));
      return found.length === 0
        ? []
        : [
            `${capitalised(where)} allows ${list(found)} on whatever there is. Name it, or its alias in a condition.`,
          ];
    }),
});
