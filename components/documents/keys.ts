import { repositoryKeyActions } from "./actions";
import { type Place, repositoriesAlias } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

/**
 * Callers get IAM permissions on every key that carries the alias: key ids are random, an alias is known at preview
 * and the same in each region. `kms:ViaService` is not documented for CodeCommit, hence `…IfExists`.
 */
export function repositoryKeyStatement({ partition, account, prefix }: Place): Statement {
  return {
    Sid: "UseRepositoryKeys",
    Effect: "Allow",
    Action: repositoryKeyActions,
    Resource: `arn:${partition}:kms:*:${account}:key/*`,
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": repositoriesAlias(prefix) },
      StringLikeIfExists: { "kms:ViaService": "codecommit.*" },
    },
  };
}

/** A key whose use is decided by IAM policies of the account. */
export function accountKeyPolicy(place: Place): PolicyDocument {
  return policyDocument(accountStatement(place));
}

/** A key for queues and logs: the services that write them, on behalf of this account only. */
export function operationsKeyPolicy(place: Place): PolicyDocument {
  const { partition, account, region } = place;
  return policyDocument(
    accountStatement(place),
    {
      // Without it, EventBridge cannot write to an encrypted dead-letter queue. Source: EventBridge user guide, "Using dead-letter queues".
      Sid: "EventsToQueues",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      // Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
      Sid: "LogGroups",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:log-group:*`,
        },
      },
    },
  );
}

export function accountStatement({ partition, account }: Place): Statement {
  return {
    Sid: "AccountPolicies",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
