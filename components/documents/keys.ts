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

/** A key whose use is decided by IAM policies of the account, and by nothing else: no service is admitted. */
export function accountKeyPolicy(place: Place): PolicyDocument {
  return policyDocument(accountStatement(place));
}

/**
 * A key for topics, queues, logs and secrets. Beside the account's own policies it admits the services that publish, each
 * for this account only, and no one else.
 */
export function operationsKeyPolicy(place: Place): PolicyDocument {
  return policyDocument(
    accountStatement(place),
    ...publishing(place),
    ...queueing(place),
    logStatement(place),
  );
}

/** What publishes to encrypted topics. Source of the actions: SNS developer guide, "Key management". */
function publishing(place: Place): Statement[] {
  const { account, region } = place;
  const dataKeys = "kms:GenerateDataKey*";
  // SNS encrypts with the topic's ARN as context; it says whose topic it is, and that it is no queue or log.
  const ownTopics = { "kms:EncryptionContext:aws:sns:topicArn": regionalArn(place, "sns", "*") };
  return [
    serviceStatement(
      "PublishTriggersAndAlarms",
      ["cloudwatch.amazonaws.com", "codecommit.amazonaws.com"],
      dataKeys,
      {
        StringEquals: { "aws:SourceAccount": account },
      },
    ),
    // As documented in the Developer Tools console user guide, "Configure Amazon SNS topics for notifications", which
    // knows no source account here.
    serviceStatement("PublishNotifications", "codestar-notifications.amazonaws.com", dataKeys, {
      StringEquals: { "kms:ViaService": `sns.${region}.${dnsSuffix(place)}` },
      ArnLike: ownTopics,
    }),
    // SNS developer guide: source account and source ARN are "not supported for EventBridge-to-encrypted topics".
    serviceStatement("PublishEvents", "events.amazonaws.com", dataKeys, { ArnLike: ownTopics }),
  ];
}

/** What writes to encrypted queues. Source of the actions: SQS developer guide, "Key management". */
function queueing(place: Place): Statement[] {
  const dataKey = "kms:GenerateDataKey";
  return [
    // Without it, EventBridge cannot write to an encrypted queue. Source: EventBridge user guide, "Using dead-letter queues".
    serviceStatement("EventsToQueues", "events.amazonaws.com", dataKey, {
      StringEquals: { "aws:SourceAccount": place.account },
    }),
    // Source: SNS developer guide, "Subscribing an encrypted Amazon SQS queue to an Amazon SNS topic".
    serviceStatement("TopicsToQueues", "sns.amazonaws.com", dataKey, {
      ArnLike: { "aws:SourceArn": regionalArn(place, "sns", "*") },
    }),
  ];
}

function serviceStatement(
  sid: string,
  service: string | readonly string[],
  dataKeys: "kms:GenerateDataKey" | "kms:GenerateDataKey*",
  condition: Required<Statement>["Condition"],
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Decrypt", dataKeys],
    Resource: "*",
    Condition: condition,
  };
}

/** Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS". */
function logStatement(place: Place): Statement {
  return {
    Sid: "LogGroups",
    Effect: "Allow",
    Principal: { Service: `logs.${place.region}.${dnsSuffix(place)}` },
    Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": regionalArn(place, "logs", "log-group:*") },
    },
  };
}

function regionalArn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** What the endpoints of a partition end in. */
function dnsSuffix({ partition }: Place): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
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
