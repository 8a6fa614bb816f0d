import { identitiesOf, type Identity } from "../../access/identities";
import { standingReferences } from "../../access/standingReferences";
import { whoCan } from "../../access/whoCan";
import { associatedRules, type AssociatedRule } from "../approvalRules";
import { definePolicy } from "../framework/definePolicy";
import { findingOn, type Finding } from "../framework/finding";
import { list } from "../wording";
import { identityOf, poolIdentity } from "./poolIdentity";
import { repositoryArns } from "./repositoryArns";

export const requireAbleApprovers = definePolicy({
  name: "codecommit-template-require-able-approvers",
  description:
    "By the IAM policies, enough members of an approval pool may approve to merge a pull request, whoever opened it.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html",
  remediation: [
    "Allow the members of the pool, on the repository,",
    "",
    '    { Effect: "Allow", Action: "codecommit:UpdatePullRequestApprovalState", Resource: repositoryArn }',
    "",
    "or name others, one more than are needed: an author's own approval never counts.",
  ],
  judgeStack: (stack) => {
    const { all, gaps } = identitiesOf(stack.resources);
    // What is attached to nobody knows whom may allow what nothing else does; other policies report it.
    if (gaps.length > 0) return [];
    const arns = repositoryArns(stack);
    return associatedRules(stack).flatMap((rule) => judge(rule, arns, all));
  },
});

function judge(
  { template, rule, repositories }: AssociatedRule,
  arns: ReadonlyMap<string, string>,
  identities: readonly Identity[],
): readonly Finding[] {
  const patterns = rule.DestinationReferences ?? ["refs/heads/*"];
  return rule.Statements.flatMap(
    ({ NumberOfApprovalsNeeded: needed, ApprovalPoolMembers: pool = [] }, index) => {
      if (pool.length === 0) return [];
      const short = repositories
        .flatMap((name) => arns.get(name) ?? [])
        .map((repository) => ({ repository, count: countOf(pool, repository, identities) }))
        .filter(({ count }) => count.most < needed)
        .filter(({ repository, count }) => !isAlone(count, needed, repository, patterns, identities));
      const first = short.at(0);
      if (!first) return [];
      return [
        findingOn(
          `Statement ${index + 1} of approval rule template ${template.name} asks for ${needed === 1 ? "1 approval" : `${needed} approvals`}, but a pull ` +
            `request in ${list(short.map(({ repository }) => repository))} gets ${first.count.most} at most: ` +
            `${sentence(first.count)}. Name more who may approve, or allow them codecommit:UpdatePullRequestApprovalState.`,
          template.urn,
        ),
      ];
    },
  );
}

interface Count {
  readonly able: readonly string[];
  readonly unable: readonly string[];
  /** One of the able who may open a pull request, and is then its author. */
  readonly author?: Identity;
  readonly most: number;
}

/** Who is not seen, or not wholly, is taken to be able: only what is certain is reported. */
function countOf(pool: readonly string[], repository: string, identities: readonly Identity[]): Count {
  const members = [...new Set(pool)].map((member) => {
    const named = poolIdentity(member);
    const identity = named && identityOf(named, identities);
    const able =
      named !== undefined &&
      (identity === undefined ||
        whoCan({ action: "codecommit:UpdatePullRequestApprovalState", resource: repository }, [identity])
          .length > 0);
    return { member, named, identity, able };
  });
  const able = members.filter((found) => found.able);
  const author = able.find(
    ({ identity }) =>
      identity && isCertain({ action: "codecommit:CreatePullRequest", resource: repository }, identity),
  )?.identity;
  const unlimited = able.some(({ named }) => named === "unseen" || named?.sessions === "many");
  return {
    able: able.map(({ member }) => member),
    unable: members.filter((found) => !found.able).map(({ member }) => member),
    ...(author && { author }),
    most: unlimited ? Infinity : able.length - (author ? 1 : 0),
  };
}

/** The only approver who is the only one to push needs nobody's approval: the own changes get in by a push. */
function isAlone(
  { able, author }: Count,
  needed: number,
  repository: string,
  patterns: readonly string[],
  identities: readonly Identity[],
): boolean {
  if (needed !== 1 || able.length !== 1 || !author) return false;
  const references = patterns.flatMap((pattern) => standingReferences(pattern, repository, identities));
  const pushers = whoCan({ action: "codecommit:GitPush", resource: repository, references }, identities)
    .filter(({ identity, verdict }) => identity.kind !== "group" && verdict === "allowed")
    .map(({ identity }) => identity);
  return pushers.length > 0 && pushers.every((identity) => identity === author);
}

function isCertain(question: { readonly action: string; readonly resource: string }, identity: Identity) {
  return whoCan(question, [identity]).some(({ verdict }) => verdict === "allowed");
}

function sentence({ able, unable, author }: Count): string {
  return [
    able.length === 0 ? "nobody may approve" : `${list(able)} may approve`,
    ...(author ? [`an author, ${author.name} for example, does not count`] : []),
    ...(unable.length > 0 ? [`${list(unable)} may not approve`] : []),
  ].join(", and ");
}
