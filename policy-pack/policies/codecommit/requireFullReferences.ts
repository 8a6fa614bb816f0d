import { definePolicy } from "../framework/definePolicy";
import { capitalised, list } from "../wording";
import { judgeRule, templateType } from "./ruleContent";

export const requireFullReferences = definePolicy({
  name: "codecommit-template-require-full-references",
  description: "An approval rule template names the branches it is for in full: a short name matches none.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: [
    '    DestinationReferences: ["refs/heads/main", "refs/heads/release/*"]',
    "",
    "Left out: every branch.",
  ],
  types: [templateType],
  judge: (subject) =>
    judgeRule(subject, ({ DestinationReferences: references }, template) => {
      if (references?.length === 0)
        return [`${capitalised(template)} is for no branch: its \`DestinationReferences\` are empty.`];
      const short = (references ?? []).filter((reference) => !/^refs\/heads\/./.test(reference));
      return short.length === 0
        ? []
        : [
            `${capitalised(template)} is for ${list(short)}, which no branch is called. Write refs/heads/ before the branch's name.`,
          ];
    }),
});
