import type { Repository } from "../repository";
import { type TriggerDeclaration, type TriggerDestination, Triggers } from "../triggers";
import type { Topic } from "../topic";
import { named, repositoryKeys, type Scope } from "./scope";
import { mentionedTopic } from "./topics";

export interface TriggerParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly topics: Readonly<Record<string, Topic>>;
}

/** The settings declare triggers and name repositories; CodeCommit keeps one set a repository. */
export function createTriggers(scope: Scope, { repositories, topics }: TriggerParts): void {
  const { settings, place, parent } = scope;
  for (const [key, repository] of Object.entries(repositories)) {
    const triggers = Object.entries(settings.triggers)
      .filter(([, trigger]) => repositoryKeys(scope, trigger.repositories).includes(key))
      .flatMap(([name, { events, branches, customData, topic, function: functionArn }]) => {
        const destinations: TriggerDestination[] = [
          ...(topic === undefined ? [] : [mentionedTopic(topics, topic)]),
          ...(functionArn === undefined ? [] : [{ functionArn }]),
        ];
        return destinations.map((destination): TriggerDeclaration => ({
          name,
          events,
          branches,
          customData,
          destination,
        }));
      });
    if (triggers.length > 0) {
      new Triggers(named(scope, `${key}-triggers`), { place, repository, triggers }, { parent });
    }
  }
}
