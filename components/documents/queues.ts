import { type Place, queueArn, ruleArn } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

/** SQS developer guide, "Amazon SQS policy quotas". */
export const queuePolicyCharacters = 8192;

/**
 * A queue's whole policy: these event rules may send, and nobody talks to it in the clear. The account keeps its ways to
 * the queue through the IAM policies of its users and roles.
 *
 * @param rules names of rules of this account and region; none for a queue that nothing is sent to yet
 */
export function queuePolicy(place: Place, queue: string, rules: readonly string[]): PolicyDocument {
  const Resource = queueArn(place, queue);
  const send: Statement = {
    Sid: "EventRules",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource,
    Condition: {
      ArnEquals: { "aws:SourceArn": rules.map((rule) => ruleArn(place, rule)) },
      StringEquals: { "aws:SourceAccount": place.account },
    },
  };
  return policyDocument(
    {
      // Source: SQS developer guide, "Enforce encryption of data in transit".
      Sid: "OnlyOverTls",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sqs:*",
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...(rules.length === 0 ? [] : [send]),
  );
}
