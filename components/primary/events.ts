import type { AlarmTopic } from "../alarmTopic";
import { everyEventPattern, eventPatterns } from "../documents/eventPatterns";
import type { TopicPublisher } from "../documents/topics";
import type { EncryptionKey } from "../encryptionKey";
import { EventDelivery } from "../eventDelivery";
import { EventRule } from "../eventRule";
import { type EventTarget, EventTargets } from "../eventTargets";
import { Queue } from "../queue";
import { mapValues } from "../records";
import { repositoryNames } from "../settings/repositoryNames";
import type { PrimarySettings } from "../settings/schema";
import { auditOf } from "../settings/sections/audit";
import { type EventRuleSettings, noTargets } from "../settings/sections/eventRules";
import type { Topic } from "../topic";
import { named, type Scope } from "./scope";

/** A rule, whoever asked for it. */
interface Entry {
  readonly ruleName: string;
  readonly description: string;
  readonly patterns: readonly string[];
  readonly targets: Omit<EventRuleSettings, "events" | "repositories" | "references">;
}

/** Those of the settings, and the audit's own. */
function entriesOf(scope: Scope): Entry[] {
  const { settings, place } = scope;
  const declared = Object.entries(settings.eventRules).map(
    ([key, { events, repositories, references, ...targets }]): Entry => ({
      ruleName: named(scope, `events-${key}`),
      description: `CodeCommit events (${key})`,
      patterns: eventPatterns(place, {
        events,
        repositories: repositories && repositoryNames(settings.repositories, repositories),
        references,
      }),
      targets,
    }),
  );
  const audit = auditOf(settings);
  const recorded: Entry = {
    ruleName: named(scope, "audit"),
    description: "Everything that CodeCommit tells",
    patterns: [everyEventPattern(place)],
    targets: { ...noTargets, logRetentionDays: audit?.retentionDays },
  };
  return audit?.events === true ? [...declared, recorded] : declared;
}

/** By the name of the rule. */
export function createEventRules(scope: Scope): Record<string, EventRule> {
  return Object.fromEntries(
    entriesOf(scope).map(({ ruleName, description, patterns }) => [
      ruleName,
      new EventRule(ruleName, { ruleName, description, patterns }, { parent: scope.parent }),
    ]),
  );
}

/** By settings key. */
export function createQueues(
  scope: Scope,
  rules: Readonly<Record<string, EventRule>>,
  encryptionKey: EncryptionKey,
): Record<string, Queue> {
  const { settings, place, parent } = scope;
  return mapValues(settings.queues, ({ retentionDays }, key) => {
    const queueName = named(scope, `queue-${key}`);
    const senders = entriesOf(scope).filter(({ targets }) => targets.queues.includes(key));
    return new Queue(
      queueName,
      {
        place,
        queueName,
        encryptionKey,
        retentionDays,
        rules: senders.map(({ ruleName }) => rules[ruleName]),
      },
      { parent },
    );
  });
}

/** What event rules need of a topic. */
export function eventPublishers({ eventRules }: PrimarySettings, topic: string): TopicPublisher[] {
  return Object.values(eventRules).some(({ topics }) => topics.includes(topic))
    ? [{ service: "events" }]
    : [];
}

export interface EventParts {
  readonly rules: Readonly<Record<string, EventRule>>;
  readonly topics: Readonly<Record<string, Topic>>;
  readonly queues: Readonly<Record<string, Queue>>;
  readonly encryptionKey: EncryptionKey;
  readonly alarmTopic: AlarmTopic;
}

/** Sends what the rules select to their targets, once these admit them. */
export function createEventTargets(scope: Scope, parts: EventParts): void {
  const { place, parent } = scope;
  const { rules, topics, queues, encryptionKey, alarmTopic } = parts;
  const entries = entriesOf(scope);
  const delivery = new EventDelivery(
    named(scope, "event-delivery"),
    {
      place,
      encryptionKey,
      rules: Object.values(rules),
      toLogs: entries.some(({ targets }) => targets.logRetentionDays !== undefined),
      buses: [...new Set(entries.flatMap(({ targets }) => targets.buses))].toSorted(),
      alarmTopic,
    },
    { parent },
  );
  for (const { ruleName, targets } of entries) {
    const { functions, buses, logRetentionDays: retentionDays, retry } = targets;
    new EventTargets(
      `${ruleName}-to`,
      {
        place,
        rule: rules[ruleName],
        delivery,
        receivers: {
          ...receivers("topic", targets.topics, topics),
          ...receivers("queue", targets.queues, queues),
        },
        functions,
        buses,
        log: retentionDays === undefined ? undefined : { ruleName, retentionDays, encryptionKey },
        retry,
      },
      { parent },
    );
  }
}

/** Declared ones by their key, existing ones by their ARN. */
function receivers(
  kind: "topic" | "queue",
  wanted: readonly string[],
  declared: Readonly<Record<string, EventTarget>>,
): Record<string, EventTarget> {
  return Object.fromEntries(
    wanted.map((name): [string, EventTarget] =>
      name.startsWith("arn:")
        ? [`existing-${kind}-${name.split(":").slice(4).join("-")}`, { arn: name, ready: [] }]
        : [`${kind}-${name}`, declared[name]],
    ),
  );
}
