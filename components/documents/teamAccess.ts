import { administrationActions, refMovingActions } from "./actions";
import { repositoryKeyStatement } from "./keys";
import { gitSecretName, operationsAlias, type Place, repositoryArn } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** Every team: copies in other regions are read-only, whatever else is allowed, from the first second of a copy. */
export function copiesReadOnly(place: Place): PolicyDocument {
  return policyDocument({
    Sid: "CopiesAreReadOnly",
    Effect: "Deny",
    Action: refMovingActions,
    NotResource: repositoryArn(place, place.region, "*"),
  });
}

/** Every team below administrator: what an AWS managed policy would allow and a platform team must keep. */
export function noAdministration(): PolicyDocument {
  return policyDocument({
    Sid: "AdministrationIsReserved",
    Effect: "Deny",
    Action: administrationActions,
    Resource: "*",
  });
}

/**
 * A team that requires MFA. Long-term access keys send no such key at all, and `…IfExists` holds for what is missing, so
 * they are denied too. Git credentials and SSH keys carry no MFA.
 * Source: IAM user guide, "AWS: Allows MFA-authenticated IAM users to manage their own credentials" (DenyAllExceptListedIfNoMFA).
 */
export function requireMfa(): PolicyDocument {
  return policyDocument({
    Sid: "CodeCommitNeedsMfa",
    Effect: "Deny",
    Action: "codecommit:*",
    Resource: "*",
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  });
}

/** Every team: use of the repositories' keys, and each person's own git passwords. */
export function teamBasics(place: Place): PolicyDocument {
  const { partition, account, region, prefix } = place;
  return policyDocument(
    repositoryKeyStatement(place),
    {
      Sid: "OwnGitPassword",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      // Secrets Manager adds "-" and six characters to a secret's name in its ARN.
      Resource: `arn:${partition}:secretsmanager:${region}:${account}:secret:${gitSecretName(place, "${aws:username}", "*")}-??????`,
    },
    {
      Sid: "DecryptOwnGitPassword",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: `arn:${partition}:kms:${region}:${account}:key/*`,
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": operationsAlias(prefix) },
        StringLike: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com*` },
      },
    },
  );
}

/**
 * The secret's own policy: nobody else reads a person's password, not even an administrator of secrets.
 *
 * @param userArns the user's ARN as `StringLike` matches it
 */
export function onlyReadBy(userArns: readonly string[]): PolicyDocument {
  return policyDocument({
    Sid: "OnlyItsOwnerReads",
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
    Resource: "*",
    Condition: { StringNotLike: { "aws:PrincipalArn": userArns } },
  });
}
