import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { triggersOf, triggerType } from "./triggers";

export const requireTriggerNames = definePolicy({
  name: "codecommit-trigger-require-unique-names",
  description:
    "No two triggers of a repository have the same name: the later one would take the other's place.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryTrigger.html",
  remediation: ["Give each trigger a name of its own."],
  types: [triggerType],
  judge: (subject) => {
    const names = triggersOf(subject).map(({ name }) => name);
    const twice = names.filter((name, index) => typeof name === "string" && names.indexOf(name) < index);
    return twice.length === 0
      ? []
      : [
          `${subject.name} has more than one trigger called ${list([...new Set(twice)] as string[])}. Rename one.`,
        ];
  },
});
