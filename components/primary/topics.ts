import type * as pulumi from "@pulumi/pulumi";
import { repositoryArn } from "../documents/place";
import type { TopicPublisher } from "../documents/topics";
import type { EncryptionKey } from "../encryptionKey";
import { mapValues } from "../records";
import type { Repository } from "../repository";
import { isArn } from "../settings/names";
import { Topic } from "../topic";
import { eventPublishers } from "./events";
import { named, type Scope } from "./scope";

export interface TopicParts {
  readonly encryptionKey: EncryptionKey;
  readonly repositories: Readonly<Record<string, Repository>>;
}

/** By settings key. */
export function createTopics(
  scope: Scope,
  { encryptionKey, repositories }: TopicParts,
): Record<string, Topic> {
  const { settings, place, parent } = scope;
  return mapValues(settings.topics, ({ subscriptions }, key) => {
    const topicName = named(scope, `topic-${key}`);
    const publishers = publishersOf(scope, key);
    return new Topic(
      topicName,
      {
        place,
        topicName,
        encryptionKey,
        publishers,
        sources: publishers.some(({ service }) => service === "codecommit")
          ? Object.values(repositories)
          : [],
        subscriptions,
      },
      { parent },
    );
  });
}

/** Whatever the settings use a topic for, and nothing else. */
function publishersOf({ settings, place }: Scope, topic: string): TopicPublisher[] {
  const triggers = Object.values(settings.triggers)
    .filter((trigger) => trigger.topic === topic)
    .map(({ repositories }): TopicPublisher => ({
      service: "codecommit",
      // The patterns themselves, not the repositories that they match: hundreds of those would not fit into a policy.
      sourceArns: repositories.map((pattern) => repositoryArn(place, place.region, pattern)),
    }));
  const notified = Object.values(settings.notifications).some(({ topics }) => topics.includes(topic));
  return [
    ...triggers,
    ...eventPublishers(settings, topic),
    ...(notified ? [{ service: "codestar-notifications" } as const] : []),
  ];
}

/** A topic that the settings mention, by the name of one of ours or the ARN of an existing one. */
export interface MentionedTopic {
  readonly topicArn: pulumi.Input<string>;
  /** What must be there before anything publishes. */
  readonly ready: readonly pulumi.Resource[];
}

export function mentionedTopic(topics: Readonly<Record<string, Topic>>, reference: string): MentionedTopic {
  if (isArn(reference)) {
    return { topicArn: reference, ready: [] };
  }
  const { arn, ready } = topics[reference];
  return { topicArn: arn, ready };
}
