import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { judgeRule, templateType } from "./ruleContent";

export const requireApprovals = definePolicy({
  name: "codecommit-template-require-approvals",
  description: "Every statement of an approval rule template asks for enough approvals.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: ['    Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 2, ApprovalPoolMembers }]'],
  config: {
    least: z.int().min(1).max(200).default(2).describe("The fewest approvals; the author's never counts."),
  },
  types: [templateType],
  judge: (subject, { least }) =>
    judgeRule(subject, ({ Statements: statements }, template) =>
      statements.flatMap(({ NumberOfApprovalsNeeded: needed }, index) =>
        needed >= least
          ? []
          : [
              `Statement ${index + 1} of ${template} asks for ${needed} of the ${least} approvals that are needed. ` +
                `Set its \`NumberOfApprovalsNeeded\` to ${least} or more.`,
            ],
      ),
    ),
});
