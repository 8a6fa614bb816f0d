import { definePolicy } from "../framework/definePolicy";
import { triggersOf, triggerType } from "./triggers";

export const requireTriggerRegion = definePolicy({
  name: "codecommit-trigger-require-same-region",
  description:
    "A trigger calls a topic or a function of the repository's own region: CodeCommit reaches no other.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html",
  remediation: ["Make the topic or function in the repository's region, and let that one go on to another."],
  types: [triggerType],
  // A target that is not known yet is one of this stack, made with the region of its own provider.
  judge: (subject) =>
    triggersOf(subject).flatMap(({ name, destinationArn: target }) => {
      const region = typeof target === "string" ? target.split(":").at(3) : undefined;
      return region === undefined || subject.region === undefined || region === subject.region
        ? []
        : [
            `Trigger ${String(name)} of ${subject.name} calls ${String(target)}, but its repository is in ` +
              `${subject.region}. Name a target of that region.`,
          ];
    }),
});
