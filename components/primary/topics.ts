import type { EncryptionKey } from "../encryptionKey";
import { mapValues } from "../records";
import { Topic } from "../topic";
import { eventPublishers } from "./events";
import { named, type Scope } from "./scope";

/** By settings key. */
export function createTopics(scope: Scope, encryptionKey: EncryptionKey): Record<string, Topic> {
  const { settings, place, parent } = scope;
  return mapValues(settings.topics, ({ subscriptions }, key) => {
    const topicName = named(scope, `topic-${key}`);
    return new Topic(
      topicName,
      { place, topicName, encryptionKey, publishers: eventPublishers(settings, key), subscriptions },
      { parent },
    );
  });
}
