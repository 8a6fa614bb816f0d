import { definePolicy } from "../framework/definePolicy";
import { triggerType } from "./triggers";
import { physicalRepository } from "./repositoryOf";

export const requireSingleTrigger = definePolicy({
  name: "codecommit-trigger-require-single-resource",
  description: "One Trigger resource holds all triggers of a repository: a second one would replace them.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/APIReference/API_PutRepositoryTriggers.html",
  remediation: [
    "List all triggers in one resource:",
    "",
    "    new aws.codecommit.Trigger(name, { repositoryName, triggers: [build, deploy] })",
  ],
  concerns: triggerType,
  judgeStack: (stack) => {
    const first = new Map<string, string>();
    return stack.ofType(triggerType).flatMap((trigger) => {
      const { name, urn } = trigger;
      const repository = physicalRepository(stack, trigger);
      if (repository === undefined) {
        return [
          {
            urn,
            message: `It cannot be told whose triggers ${name} sets before the update. Name the repository.`,
          },
        ];
      }
      const other = first.get(repository);
      if (other === undefined) {
        first.set(repository, name);
        return [];
      }
      const message = `${name} sets the triggers of ${repository}, which ${other} sets already: one undoes the other. Join them.`;
      return [{ urn, message }];
    });
  },
});
