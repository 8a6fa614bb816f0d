import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { isAnybody, isNobody } from "./poolMembers";
import { judgeRule, templateType } from "./ruleContent";

export const requireApprovalPool = definePolicy({
  name: "codecommit-template-require-approval-pool",
  description: "Every statement of an approval rule template says whose approvals count.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: [
    "Name users, or sessions of a role; groups and roles themselves match nobody:",
    "",
    '    ApprovalPoolMembers: ["arn:aws:iam::123456789012:user/rita", "arn:aws:sts::123456789012:assumed-role/Review/*"]',
  ],
  types: [templateType],
  judge: (subject) =>
    judgeRule(subject, ({ Statements: statements }, template) =>
      statements.flatMap(({ ApprovalPoolMembers: pool = [] }, index) => {
        const where = `Statement ${index + 1} of ${template}`;
        if (pool.length === 0) {
          return [`${where} has no pool: anybody who may approve counts. Set its \`ApprovalPoolMembers\`.`];
        }
        const [anybody, nobody] = [pool.filter(isAnybody), pool.filter(isNobody)];
        return [
          ...(anybody.length > 0
            ? [`${where} counts anybody: ${list(anybody)}. Name users or sessions of a role.`]
            : []),
          ...(nobody.length > 0
            ? [`${where} has members that match nobody: ${list(nobody)}. ${instead}`]
            : []),
        ];
      }),
    ),
});

const instead = "Name users, or sessions of a role: arn:aws:sts::ACCOUNT:assumed-role/ROLE/*.";
