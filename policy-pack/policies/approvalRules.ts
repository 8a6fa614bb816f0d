import { z } from "zod";
import { matchesText, tokenize } from "../access/pattern";
import { physicalName, type Stack, type StackResource } from "../access/resources";

const templateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";
const associationType = "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation";
const repositoryType = "aws:codecommit/repository:Repository";

/** @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html */
const ruleContent = z.object({
  Version: z.unknown().optional(),
  /** Absent: every branch. */
  DestinationReferences: z.array(z.string()).optional(),
  Statements: z
    .array(
      z.object({
        Type: z.literal("Approvers"),
        NumberOfApprovalsNeeded: z.number(),
        /** Absent: everybody who may approve. */
        ApprovalPoolMembers: z.array(z.string()).optional(),
      }),
    )
    .min(1),
});

export type Rule = z.infer<typeof ruleContent>;

/** What a template's content says, or why it says nothing that CodeCommit would take. */
export function parsedRule(content: unknown): Rule | { readonly problem: string } {
  const { data, error } = ruleContent.safeParse(parsed(content));
  if (data) return data;
  const [{ path, message }] = error.issues;
  return { problem: path.length > 0 ? `${path.join(".")}: ${message}` : "it is no JSON object" };
}

/**
 * Of the branches of a repository (full names or patterns, and an ARN), those into which a pull request would be merged
 * without any approval: no rule of the stack covers them. A rule that cannot be read covers nothing.
 */
export function unapprovedBranches(
  stack: Stack,
  repository: string,
  branches: readonly string[],
): readonly string[] {
  const filters = stack
    .ofType(associationType)
    .filter((association) => concerns(stack, association, repository))
    .flatMap((association) => templatesOf(stack, association))
    .flatMap(filtersOf);
  return branches.filter((branch) => !filters.some((filter) => covers(filter, branch)));
}

function concerns(stack: Stack, association: StackResource, repository: string): boolean {
  const [, , , region, , name] = repository.split(":");
  if (typeof association.props.region === "string" && association.props.region !== region) return false;
  return (stack.references(association, "repositoryName", repositoryType) ?? []).some(
    (found) => name === ("value" in found ? found.value : found.resource.props.repositoryName),
  );
}

function templatesOf(stack: Stack, association: StackResource): readonly StackResource[] {
  const named = stack.references(association, "approvalRuleTemplateName", templateType) ?? [];
  return named.flatMap((found) =>
    "resource" in found
      ? [found.resource]
      : stack.ofType(templateType).filter((template) => physicalName(template) === found.value),
  );
}

/** The branches that a template is for. */
function filtersOf({ props: { content } }: StackResource): readonly string[] {
  const rule = parsedRule(content);
  if ("problem" in rule || rule.Statements.some(({ NumberOfApprovalsNeeded: needed }) => needed < 1))
    return [];
  return rule.DestinationReferences ?? ["*"];
}

function parsed(content: unknown): unknown {
  try {
    return typeof content === "string" ? JSON.parse(content) : undefined;
  } catch {
    return undefined;
  }
}

/** Only a `*` of the filter takes a wildcard of the branch, and whatever that stands for. CodeCommit's have no `?`. */
function covers(filter: string, branch: string): boolean {
  return !filter.includes("?") && matchesText(tokenize(filter) ?? [], branch);
}
