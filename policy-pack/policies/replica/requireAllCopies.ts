import { definePolicy } from "../framework/definePolicy";
import { findingOn } from "../framework/finding";
import { list } from "../wording";
import { judgeReplicas, nameIn, replicaType } from "./replicas";

export const requireAllCopies = definePolicy({
  name: "codecommit-replica-require-all-copies",
  description: "Every repository of the primary has a copy.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/disaster-recovery-resiliency.html",
  remediation: [
    "Update the replica's stack after the primary's: it makes a copy of each repository that the primary tells of.",
  ],
  concerns: replicaType,
  judgeStack: (stack) => {
    const made = stack
      .ofType("aws:codecommit/repository:Repository")
      .map(({ props }) => props.repositoryName);
    return judgeReplicas(stack, ({ sources, copies }, urn) => {
      const uncopied = sources.filter((source) => !copies.some((copy) => nameIn(copy) === nameIn(source)));
      const unmade = copies.filter((copy) => !made.includes(nameIn(copy)));
      return [
        ...(uncopied.length > 0
          ? [findingOn(`${list(uncopied)} has no copy. Update the replica's stack.`, urn)]
          : []),
        ...(unmade.length > 0
          ? [
              findingOn(
                `The declared copy ${list(unmade)} is no repository of this stack. Make it, or mend the declaration.`,
                urn,
              ),
            ]
          : []),
      ];
    });
  },
});
