import { type Check, elsewhere, patternsWithoutRepository, repositoriesNamed } from "./check";
import { topicProblems } from "./topics";

/** CodeCommit user guide, "Quotas in AWS CodeCommit". */
const triggersOfRepository = 10;
/** Each repository is a statement of about 400 characters in the function's policy, which holds 20 KB. */
const repositoriesOfFunction = 40;

export const triggerChecks: Check = (written) => [
  ...danglingReferences(written),
  ...triggerQuota(written),
  ...functionQuota(written),
];

const danglingReferences: Check = (written) =>
  [...written.sound.triggers].flatMap(([key, { repositories = [], topic, function: target }]) => {
    const path = `triggers.${key}`;
    return [
      ...patternsWithoutRepository(`${path}.repositories`, repositories, written),
      ...(topic === undefined ? [] : topicProblems(`${path}.topic`, topic, written)),
      ...(target === undefined
        ? []
        : elsewhere(
            `${path}.function`,
            target,
            written.region,
            "CodeCommit reaches functions of its own region only.",
          )),
    ];
  });

const triggerQuota: Check = (written) => {
  const triggersOf = new Map<string, string[]>();
  for (const [trigger, { repositories = [] }] of written.sound.triggers) {
    for (const repository of repositoriesNamed(repositories, written)) {
      triggersOf.set(repository, [...(triggersOf.get(repository) ?? []), trigger]);
    }
  }
  return [...triggersOf].flatMap(([repository, triggers]) =>
    triggers.length <= triggersOfRepository
      ? []
      : [
          `triggers: repository "${repository}" gets ${triggers.length} triggers (${triggers.join(", ")}), but CodeCommit allows ${triggersOfRepository}; name fewer repositories, or let one topic serve several subscribers.`,
        ],
  );
};

const functionQuota: Check = (written) => {
  const repositoriesOf = new Map<string, Set<string>>();
  for (const { repositories = [], function: target } of written.sound.triggers.values()) {
    if (target !== undefined) {
      const known = repositoriesOf.get(target) ?? [];
      repositoriesOf.set(target, new Set([...known, ...repositoriesNamed(repositories, written)]));
    }
  }
  return [...repositoriesOf].flatMap(([target, repositories]) =>
    repositories.size <= repositoriesOfFunction
      ? []
      : [
          `triggers: ${repositories.size} repositories trigger "${target}", but about ${repositoriesOfFunction} fit into a function's policy of 20 KB; send the triggers to a topic and subscribe the function to it.`,
        ],
  );
};
