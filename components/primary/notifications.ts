import type { Channel } from "../channel";
import { Notifications, type NotificationTarget } from "../notifications";
import { NotificationsRole } from "../notificationsRole";
import { pick } from "../records";
import type { Repository } from "../repository";
import type { Topic } from "../topic";
import { named, repositoryKeys, type Scope } from "./scope";
import { mentionedTopic } from "./topics";

export interface NotificationParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly topics: Readonly<Record<string, Topic>>;
  readonly channels: Readonly<Record<string, Channel>>;
  /** The ARN of the account's role for notification rules, where it exists already. */
  readonly existingRole: string | undefined;
}

export function createNotifications(scope: Scope, parts: NotificationParts): void {
  const { settings, place, parent } = scope;
  const entries = Object.entries(settings.notifications);
  if (entries.length === 0) {
    return;
  }
  const role = new NotificationsRole(
    named(scope, "notifications"),
    { existing: parts.existingRole },
    { parent },
  );
  for (const [rule, { events, repositories, detail, topics, channels }] of entries) {
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
        role: role.ready,
      },
      { parent },
    );
  }
}
