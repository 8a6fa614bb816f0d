import {
  type ApprovalContent,
  concerns,
  isSatisfied,
  parseTemplateContent,
} from "../cloud/codecommit/approvalContent";
import type { Actor } from "./actor";
import { ofType, type Primary } from "./declared";
import { type Guard, protects, sampleOf, shortName } from "./guard";
import type { People } from "./people";

/** A pull request that the settings promise: into what, by whom, and who lets it through. */
export interface Review {
  /** The target. */
  readonly branch: string;
  /** Undefined when the environment has not the people for it. */
  readonly people: ReviewPeople | undefined;
  /** Why it has not; empty when it has. */
  readonly because: string;
}

export interface ReviewPeople {
  readonly requester: Actor;
  /** Who may approve, in the order in which they are asked. */
  readonly approvers: readonly Actor[];
  readonly merger: Actor;
  /** Who may make the target where it is missing; undefined when nobody may. */
  readonly creator: Actor | undefined;
}

export interface ReviewParts {
  readonly repository: string;
  /** The full name of the branch that comes first. */
  readonly main: string;
  /** The branch that is to be merged. */
  readonly source: string;
  readonly guards: readonly Guard[];
  /** Makes the request, if that leaves enough to approve it. */
  readonly writer: Actor | undefined;
}

/** One pull request for every target that approval rules of the repository name. */
export function reviewsOf(primary: Primary, people: People, parts: ReviewParts): Review[] {
  const rules = rulesOf(primary, parts.repository);
  const targets = rules.flatMap(({ destinationReferences }) =>
    (destinationReferences ?? [parts.main]).map(sampleOf),
  );
  return [...new Set(targets)].map((target) =>
    reviewOf(
      target,
      rules.filter((rule) => concerns(rule, target)),
      people,
      parts,
    ),
  );
}

/** What the templates ask for that are associated with a repository. */
function rulesOf({ resources }: Primary, repository: string): ApprovalContent[] {
  const associated = ofType(
    resources,
    "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
  )
    .filter(({ inputs }) => inputs.repositoryName === repository)
    .map(({ inputs }) => inputs.approvalRuleTemplateName);
  return ofType(resources, "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate")
    .filter(({ inputs }) => associated.includes(inputs.name))
    .map(({ inputs }) => parseTemplateContent(String(inputs.content)));
}

function reviewOf(
  target: string,
  rules: readonly ApprovalContent[],
  people: People,
  { source, guards, writer }: ReviewParts,
): Review {
  const { all } = people;
  const branch = shortName(target);
  const without = (because: string): Review => ({ branch, people: undefined, because });
  const own = guards.filter((guard) => protects(guard, target));
  const approving = inOrder(rules, all).filter((actor) =>
    people.may(actor, "UpdatePullRequestApprovalState"),
  );
  const enoughWithout = (requester: Actor) =>
    rules.every(({ needed, pool }) => {
      const others = approving.filter((actor) => actor !== requester && isIn(actor, pool));
      return others.length >= needed;
    });

  const requesters = all.filter(
    (actor) => people.may(actor, "GitPush", `refs/heads/${source}`) && people.may(actor, "CreatePullRequest"),
  );
  if (requesters.length === 0) {
    return without("nobody may push a branch and open one");
  }
  const preferred = [...requesters.filter((actor) => actor === writer), ...requesters];
  const requester = preferred.find(enoughWithout);
  if (requester === undefined) {
    const needed = Math.max(...rules.map((rule) => rule.needed));
    return without(
      `it needs ${needed} ${needed === 1 ? "approval" : "approvals"}, and beside its author too few may approve`,
    );
  }
  const mergers = all.filter((actor) => people.may(actor, "MergePullRequestByFastForward", target));
  const merger = mergers.find((actor) => people.isPusher(actor, own)) ?? mergers.at(0);
  if (merger === undefined) {
    return without("nobody may merge it");
  }
  const creator = all.find((actor) => people.may(actor, "GitPush", target));
  const approvers = approving.filter((actor) => actor !== requester);
  return { branch, people: { requester, approvers, merger, creator }, because: "" };
}

/** Whose approvals count for some rule, in the order in which the rules name them. */
function inOrder(rules: readonly ApprovalContent[], all: readonly Actor[]): Actor[] {
  const named = rules.flatMap(({ pool }) =>
    pool === undefined ? all : pool.flatMap((member) => all.filter((actor) => isIn(actor, [member]))),
  );
  return [...new Set(named)];
}

function isIn({ arn }: Actor, pool: readonly string[] | undefined): boolean {
  return isSatisfied({ needed: 1, ...(pool && { pool }) }, [{ type: "User", arn }]);
}
