import { concerns } from "../../access/matching";
import type { Statement } from "../../access/policy";
import { isFor } from "../framework/companions";
import { definePolicy } from "../framework/definePolicy";
import { readStatements } from "../framework/statements";

const secretType = "aws:secretsmanager/secret:Secret";
const versionType = "aws:secretsmanager/secretVersion:SecretVersion";
const policyType = "aws:secretsmanager/secretPolicy:SecretPolicy";
const credentialType = "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";

export const secretReaders = definePolicy({
  name: "secretsmanager-secret-restrict-readers",
  description: "The git password of a person is read by that person: not by everyone who may read secrets.",
  severity: "high",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  remediation: [
    "Deny the secret to all others in an aws.secretsmanager.SecretPolicy:",
    "",
    '    { Effect: "Deny", Principal: { AWS: "*" }, Action: "secretsmanager:GetSecretValue", Resource: "*",',
    '      Condition: { StringNotLike: { "aws:PrincipalArn": [userArn] } } }',
  ],
  concerns: versionType,
  beside: [secretType, policyType, credentialType],
  judgeStack: (stack) => {
    const credentials = new Set(stack.ofType(credentialType).map(({ urn }) => urn));
    const passwords = stack
      .ofType(versionType)
      .filter(({ propertyDependencies }) =>
        Object.values(propertyDependencies).some((urns) => urns.some((urn) => credentials.has(urn))),
      );
    return stack
      .ofType(secretType)
      .filter((secret) => passwords.some((password) => isFor(password, "secretId", secret)))
      .filter(
        (secret) =>
          !stack
            .ofType(policyType)
            .some((policy) => isFor(policy, "secretArn", secret) && denies(policy.props)),
      )
      .map(({ name, urn }) => ({
        message: `Secret ${name} holds a git password, and everyone who may read secrets reads it. Deny secretsmanager:GetSecretValue in its policy to all but its owner.`,
        urn,
      }));
  },
});

/** One that is not known yet counts: the engine asks again when it is. */
function denies({ policy }: Readonly<Record<string, unknown>>): boolean {
  const reading = readStatements(policy);
  return reading === undefined
    ? policy !== undefined
    : "statements" in reading && reading.statements.some(isDeny);
}

const isDeny = (statement: Statement) =>
  statement.effect === "Deny" &&
  concerns(statement, "secretsmanager:GetSecretValue") &&
  statement.conditions.length === 1 &&
  statement.conditions.every(
    ({ operator, key, values }) =>
      /^(String|Arn)Not(Like|Equals)$/.test(operator) &&
      key.toLowerCase() === "aws:principalarn" &&
      values.every((value) => /[^*?]/.test(value)),
  );
