import type { Channel } from "../channel";
import { Notifications, type NotificationTarget } from "../notifications";
import { pick } from "../records";
import type { Repository } from "../repository";
import type { Topic } from "../topic";
import { named, repositoryKeys, type Scope } from "./scope";
import { mentionedTopic } from "./topics";

export interface NotificationParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly topics: Readonly<Record<string, Topic>>;
  readonly channels: Readonly<Record<string, Channel>>;
}

export function createNotifications(scope: Scope, parts: NotificationParts): void {
  const { settings, place, parent } = scope;
  for (const [rule, { events, repositories, detail, topics, channels }] of Object.entries(
    settings.notifications,
  )) {
    const toTopics = topics.map((topic): NotificationTarget => {
      const { topicArn: address, ready } = mentionedTopic(parts.topics, topic);
      return { address, type: "SNS", ready };
    });
    const toChannels = channels.map((key): NotificationTarget => {
      const channel = parts.channels[key];
      return { address: channel.arn, type: channel.targetType, ready: [channel] };
    });
    new Notifications(
      named(scope, `notify-${rule}`),
      {
        prefix: place.prefix,
        rule,
        events,
        detail,
        repositories: pick(
          parts.repositories,
          repositoryKeys(scope, repositories).filter((key) => key in parts.repositories),
        ),
        targets: [...toTopics, ...toChannels],
      },
      { parent },
    );
  }
}
