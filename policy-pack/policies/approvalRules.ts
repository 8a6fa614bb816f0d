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
  const [, , , region, , name] = repository.split(":");
  const filters = (filtersByName(stack).get(name) ?? [])
    .filter((found) => found.region === undefined || found.region === region)
    .map(({ filter }) => filter);
  return branches.filter((branch) => !filters.some((filter) => covers(filter, branch)));
}

/** A template of the stack that can be read, and the names of the repositories that it is associated with. */
export interface AssociatedRule {
  readonly template: StackResource;
  readonly rule: Rule;
  readonly repositories: readonly string[];
}

export function associatedRules(stack: Stack): readonly AssociatedRule[] {
  const repositories = new Map<StackResource, string[]>();
  const templates = templatesByName(stack);
  for (const association of stack.ofType(associationType)) {
    const names = repositoriesOf(stack, association);
    for (const template of templatesOf(stack, association, templates)) {
      repositories.set(template, [...(repositories.get(template) ?? []), ...names]);
    }
  }
  return [...repositories].flatMap(([template, names]) => {
    const rule = parsedRule(template.props.content);
    return "problem" in rule ? [] : [{ template, rule, repositories: names }];
  });
}

interface Filter {
  readonly filter: string;
  /** Of the association; absent when it is the provider's. */
  readonly region?: string;
}

const known = new WeakMap<Stack, ReadonlyMap<string, readonly Filter[]>>();

/** The branches that rules are for, by repository: read once for all repositories of a stack. */
function filtersByName(stack: Stack): ReadonlyMap<string, readonly Filter[]> {
  const before = known.get(stack);
  if (before) return before;
  const templates = templatesByName(stack);
  const filters = new Map<string, Filter[]>();
  for (const association of stack.ofType(associationType)) {
    const { region } = association.props;
    const found = templatesOf(stack, association, templates)
      .flatMap(filtersOf)
      .map((filter) => ({ filter, ...(typeof region === "string" && { region }) }));
    for (const name of repositoriesOf(stack, association)) {
      filters.set(name, [...(filters.get(name) ?? []), ...found]);
    }
  }
  known.set(stack, filters);
  return filters;
}

function templatesByName(stack: Stack): ReadonlyMap<string, StackResource> {
  return new Map(stack.ofType(templateType).map((template) => [physicalName(template), template]));
}

function repositoriesOf(stack: Stack, association: StackResource): readonly string[] {
  return (stack.references(association, "repositoryName", repositoryType) ?? [])
    .map((found) => ("value" in found ? found.value : found.resource.props.repositoryName))
    .filter((name) => typeof name === "string");
}

function templatesOf(
  stack: Stack,
  association: StackResource,
  templates: ReadonlyMap<string, StackResource>,
): readonly StackResource[] {
  return (stack.references(association, "approvalRuleTemplateName", templateType) ?? []).flatMap(
    (found) => ("resource" in found ? found.resource : templates.get(found.value)) ?? [],
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
