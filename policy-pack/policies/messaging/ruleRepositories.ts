import { z } from "zod";
import { matchesText, tokenize } from "../../access/pattern";
import { definePolicy } from "../framework/definePolicy";
import { fields, items } from "../framework/inputs";
import { eventPattern, isAboutCodeCommit } from "./eventPattern";

export const ruleRepositories = definePolicy({
  name: "events-rule-require-repositories",
  description: "An event rule for CodeCommit says which repositories it is about.",
  severity: "low",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html",
  remediation: ['Add `detail: { repositoryName: ["payments-api"] }`, or `resources` with repository ARNs.'],
  config: {
    everyRepository: z
      .array(z.string())
      .default([])
      .describe("Names of rules, with `*`, that are meant for every repository, for example an audit."),
  },
  types: ["aws:cloudwatch/eventRule:EventRule"],
  judge: ({ name, props }, { everyRepository }) => {
    const pattern = eventPattern(props.eventPattern);
    if (!pattern || !isAboutCodeCommit(pattern) || items(pattern.resources).length > 0) return [];
    const meant = everyRepository.some((wanted) => matchesText(tokenize(wanted) ?? [], String(props.name)));
    return meant || namesRepositories(fields(pattern.detail))
      ? []
      : [
          `Event rule ${name} takes events of every repository. Name them in \`detail.repositoryName\`, or list the rule ` +
            "in this policy's `everyRepository`.",
        ];
  },
});

/** Every alternative has to. */
function namesRepositories(detail: Readonly<Record<string, unknown>>): boolean {
  if (items(detail.repositoryName).length > 0 || items(detail.repositoryNames).length > 0) return true;
  const alternatives = items(detail.$or);
  return (
    alternatives.length > 0 && alternatives.every((alternative) => namesRepositories(fields(alternative)))
  );
}
