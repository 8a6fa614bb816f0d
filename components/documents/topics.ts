import { type Place, topicArn } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

const services = {
  cloudwatch: "Alarms",
  codecommit: "Triggers",
  "codestar-notifications": "Notifications",
  events: "EventRules",
} as const;

/** A service that publishes to a topic, on behalf of this account. */
export interface TopicPublisher {
  readonly service: keyof typeof services;
  /** What it publishes for, where that is known: repositories, rules, alarms; `*` and `?` match as in IAM. */
  readonly sourceArns?: readonly string[];
}

/**
 * A topic's whole policy: it replaces the one that SNS gives a new topic. The account keeps its ways to the topic through
 * the IAM policies of its users and roles; services publish only when they are named here.
 */
export function topicPolicy(
  place: Place,
  topicName: string,
  publishers: readonly TopicPublisher[],
): PolicyDocument {
  const topic = topicArn(place, topicName);
  const names = (Object.keys(services) as TopicPublisher["service"][]).filter((name) =>
    publishers.some(({ service }) => service === name),
  );
  return policyDocument(
    {
      // Source: SNS developer guide, "Enforce encryption of data in transit".
      Sid: "OnlyOverTls",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "sns:Publish",
      Resource: topic,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...names.map((service): Statement => ({
      Sid: services[service],
      Effect: "Allow",
      Principal: { Service: `${service}.amazonaws.com` },
      Action: "sns:Publish",
      Resource: topic,
      ...publishCondition(
        place,
        service,
        publishers.filter((publisher) => publisher.service === service),
      ),
    })),
  );
}

/**
 * EventBridge sends no context along when it publishes, so a condition would refuse it: "You can't use Condition blocks in
 * Amazon SNS topic policies for EventBridge". Source: EventBridge user guide, "Using resource-based policies".
 */
function publishCondition(
  { account }: Place,
  service: TopicPublisher["service"],
  publishers: readonly TopicPublisher[],
): Pick<Statement, "Condition"> {
  if (service === "events") {
    return {};
  }
  const sources = publishers.map(({ sourceArns }) => sourceArns);
  // One publisher without known sources may publish for any.
  const known = sources.every((arns) => arns !== undefined) ? [...new Set(sources.flat())] : [];
  return {
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ...(known.length === 0 ? {} : { ArnLike: { "aws:SourceArn": known.toSorted() } }),
    },
  };
}
