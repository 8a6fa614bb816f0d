import { z } from "zod";
import { identitiesOf, type Identities } from "../../access/identities";
import { whoCan } from "../../access/whoCan";
import { associatedRules, parsedRule } from "../approvalRules";
import { declaredApprovers } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingOn, type Finding } from "../framework/finding";
import { list } from "../wording";
import { identityOf, poolIdentity, type PoolIdentity } from "./poolIdentity";
import { isAnybody, isNobody } from "./poolMembers";
import { repositoryArns } from "./repositoryArns";
import { templateType } from "./ruleContent";

export const requireKnownApprovers = definePolicy({
  name: "codecommit-template-require-known-approvers",
  description:
    "Every member of an approval pool is one user, or the sessions of one role, named in full: of this stack or declared as existing, and one who may approve.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
  remediation: [
    "Name each approver; a wildcard is for the sessions of a role only:",
    "",
    '    ApprovalPoolMembers: ["arn:aws:iam::123456789012:user/rita", "arn:aws:sts::123456789012:assumed-role/Review/*"]',
  ],
  config: {
    existing: z
      .array(z.string().regex(/^(user|role)\/[\w+=,.@-]+$/, 'must be "user/NAME" or "role/NAME"'))
      .default([])
      .describe(
        'Approvers that something else made: "user/NAME", "role/NAME". A declared pool names its own.',
      ),
  },
  concerns: templateType,
  judgeStack: (stack, { existing }) => {
    const identities = identitiesOf(stack.resources);
    const declared = new Set(declaredApprovers(stack.resources));
    const arns = repositoryArns(stack);
    const repositories = new Map(
      associatedRules(stack).map(({ template, repositories: names }) => [
        template,
        names.flatMap((name) => arns.get(name) ?? []),
      ]),
    );
    const accounts = new Set([...arns.values()].map((arn) => arn.split(":")[4]));
    return stack.ofType(templateType).flatMap((template) => {
      const rule = parsedRule(template.props.content);
      if ("problem" in rule) return [];
      const known = {
        identities,
        declared,
        existing,
        accounts,
        repositories: repositories.get(template) ?? [],
      };
      return rule.Statements.flatMap(({ ApprovalPoolMembers: pool = [] }, index): Finding[] => {
        const where = `Statement ${index + 1} of approval rule template ${template.name}`;
        return [...groups(pool, known)].map(([problem, members]) =>
          findingOn(`${where} counts ${list(members)}: ${problem}`, template.urn),
        );
      });
    });
  },
});

interface Known {
  readonly identities: Identities;
  /** Members that components declare, as written. */
  readonly declared: ReadonlySet<string>;
  readonly existing: readonly string[];
  readonly accounts: ReadonlySet<string>;
  /** ARNs of those that the rule is for. */
  readonly repositories: readonly string[];
}

function groups(pool: readonly string[], known: Known): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const member of pool) {
    // Another policy reports these.
    if (isAnybody(member) || isNobody(member)) continue;
    const problem = problemOf(member, known);
    if (problem !== undefined) found.set(problem, [...(found.get(problem) ?? []), member]);
  }
  return found;
}

function problemOf(member: string, known: Known): string | undefined {
  const named = poolIdentity(member);
  if (named === undefined) return undefined;
  if (reachesFurther(member)) {
    return "the wildcard reaches further than one user or one role. Name each approver in full.";
  }
  const account = accountOf(member);
  const isForeign = known.accounts.size > 0 && account !== undefined && !known.accounts.has(account);
  const identity = isForeign ? undefined : identityOf(named, known.identities.all);
  if (!identity) {
    return isDeclared(member, named, known)
      ? undefined
      : "nobody of this stack, and not declared as existing. Name its users and roles, or list them in `existing`.";
  }
  const path = /^arn:[^:]+:iam::\d{12}:user(\/(?:.*\/)?)[^/]+$/.exec(member)?.[1];
  if (path !== undefined && identity.path !== undefined && path !== identity.path) {
    return `the path of the user is ${identity.path}, so that this matches nobody. Write the ARN with its path.`;
  }
  const mayNowhere =
    known.identities.gaps.length === 0 &&
    known.repositories.length > 0 &&
    known.repositories.every(
      (resource) =>
        whoCan({ action: "codecommit:UpdatePullRequestApprovalState", resource }, [identity]).length === 0,
    );
  return mayNowhere
    ? "who may approve nothing. Allow codecommit:UpdatePullRequestApprovalState, or take the member out."
    : undefined;
}

/** Only the name of a role's session may have a wildcard: whoever takes the role is meant. */
function reachesFurther(member: string): boolean {
  const beforeSession =
    /^(arn:[^:]+:sts::[^:]*:assumed-role\/[^/]+\/|CodeCommitApprovers:[^:]*:[^/]+\/)/.exec(member);
  return /[*?]/.test(beforeSession ? beforeSession[0] : member);
}

function isDeclared(member: string, named: PoolIdentity, { declared, existing }: Known): boolean {
  return declared.has(member) || (named !== "unseen" && existing.includes(`${named.kind}/${named.name}`));
}

const accountOf = (member: string) =>
  /^(?:arn:[^:]+:[^:]+::|CodeCommitApprovers:)(\d{12}):/.exec(member)?.[1];
