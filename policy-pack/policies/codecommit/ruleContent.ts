import { unknown } from "../../access/resources";
import { parsedRule, type Rule } from "../approvalRules";
import { capitalised } from "../wording";
import type { Subject } from "../framework/definePolicy";

export const templateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";

/** Judges what a template says. What cannot be read passes nothing: it is reported instead. */
export function judgeRule(
  { name, props: { content } }: Subject,
  judge: (rule: Rule, template: string) => readonly string[],
): readonly string[] {
  const template = `approval rule template ${name}`;
  if (content === unknown)
    return [`It cannot be told what ${template} asks for before the update. Give it plain text.`];
  const rule = parsedRule(content);
  return "problem" in rule
    ? [`${capitalised(template)} cannot be read: ${rule.problem}. Write it as CodeCommit's user guide shows.`]
    : judge(rule, template);
}
