import { definePolicy } from "../framework/definePolicy";
import { capitalised } from "../wording";
import { judgeRule, templateType } from "./ruleContent";

export const requireRuleVersion = definePolicy({
  name: "codecommit-template-require-version",
  description:
    "An approval rule template is written in the one version of the language that CodeCommit documents.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: ['    content: JSON.stringify({ Version: "2018-11-08", DestinationReferences, Statements })'],
  types: [templateType],
  judge: (subject) =>
    judgeRule(subject, ({ Version: version }, template) =>
      version === "2018-11-08"
        ? []
        : [
            `${capitalised(template)} has version ${JSON.stringify(version) ?? "none"}. Set \`Version\` to "2018-11-08".`,
          ],
    ),
});
