import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { isAnybody } from "./poolMembers";
import { judgeRule, templateType } from "./ruleContent";

/** `CodeCommitApprovers:ACCOUNT:NAME`, and not a role's session. */
const isShort = (member: string) => /^CodeCommitApprovers:[^:]*:[^/]+$/.test(member);

export const requireUserArns = definePolicy({
  name: "codecommit-template-require-user-arns",
  description:
    "An approval rule template names users by their ARNs: the short form also counts federated users, of any name.",
  severity: "high",
  // Whoever may call sts:GetFederationToken chooses the federated user's name.
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: ['    ApprovalPoolMembers: ["arn:aws:iam::123456789012:user/emea/rita"]'],
  types: [templateType],
  judge: (subject) =>
    judgeRule(subject, ({ Statements: statements }, template) =>
      statements.flatMap(({ ApprovalPoolMembers: pool = [] }, index) => {
        const short = pool.filter((member) => isShort(member) && !isAnybody(member));
        return short.length === 0
          ? []
          : [
              `Statement ${index + 1} of ${template} names users in the short form: ${list(short)}. Write the ARNs of ` +
                "the users, with their paths: arn:aws:iam::ACCOUNT:user/PATH/NAME.",
            ];
      }),
    ),
});
