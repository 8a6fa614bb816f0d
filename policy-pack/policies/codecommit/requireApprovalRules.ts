import type { Stack } from "../../access/resources";
import { unapprovedBranches } from "../approvalRules";
import { problemOf, protectionsConfig, protectionsOf, type Protection } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingOn, type Finding } from "../framework/finding";
import { list } from "../wording";

export const requireApprovalRules = definePolicy({
  name: "codecommit-repository-require-approval-rules",
  description:
    "Every protected branch of a repository has an approval rule that a pull request into it must meet.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/approval-rule-templates.html",
  remediation: [
    "    new aws.codecommit.ApprovalRuleTemplateAssociation(name, {",
    "      approvalRuleTemplateName: template.name, repositoryName: repository.repositoryName });",
  ],
  config: { protections: protectionsConfig },
  judgeStack: (stack, { protections }) =>
    protectionsOf(stack.resources, protections).flatMap((found) =>
      "value" in found ? uncovered(stack, found.value, found.urn) : [problemOf(found)],
    ),
});

function uncovered(stack: Stack, protection: Protection, guard: string | undefined): readonly Finding[] {
  const made = stack.ofType("aws:codecommit/repository:Repository");
  const urns = new Map(made.map(({ urn, props }) => [props.repositoryName, urn]));
  // A pull request never goes into a tag.
  const branches = protection.references.filter((reference) => reference.startsWith("refs/heads/"));
  return protection.repositories
    .map((arn) => ({ arn, missing: unapprovedBranches(stack, arn, branches) }))
    .filter(({ missing }) => missing.length > 0)
    .map(({ arn, missing }) =>
      findingOn(
        `No approval rule of this stack that is known before the update covers ${list(missing)} of ${arn}, which ` +
          `protection ${protection.protection} protects. Associate an approval rule template for it with the repository.`,
        urns.get(arn.split(":").at(-1)) ?? guard,
      ),
    );
}
