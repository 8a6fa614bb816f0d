import { approvalRule, approvalRuleCharacters, approvalRuleText } from "../../documents/approvalRule";
import { branchGuard, branchReference, tagReference } from "../../documents/branchGuard";
import { contributorAccess } from "../../documents/contributorAccess";
import { managedPolicyCharacters } from "../../documents/pack";
import { type Place, prefixOf, repositoryArn } from "../../documents/place";
import { policyText } from "../../documents/policyDocument";
import { approvalRulesOf } from "../approvers";
import type { PrimarySettings } from "../schema";
import type { AccessLevel } from "../sections/teams";

/** Fixed by IAM, not adjustable: managed policies attached to one group. */
const policiesPerGroup = 10;
/** IAM's default for managed policies attached to one role. An account may have more, which is not known here. */
const policiesPerRole = 10;

/** Documents are measured and counted before anything is created: AWS would refuse one half-way. */
export function policyQuotaProblems(settings: PrimarySettings): string[] {
  const problems = guardSizeProblems(settings);
  return [
    ...contributorProblems(settings),
    ...problems,
    ...(problems.length > 0
      ? []
      : [...guardGroupProblems(settings), ...groupProblems(settings), ...roleProblems(settings)]),
    ...approvalProblems(settings),
  ];
}

function approvalProblems(settings: PrimarySettings): string[] {
  return Object.keys(settings.protections).flatMap((protection) =>
    approvalRulesOf(settings, longestPlace(settings), protection).flatMap((rule) => {
      const { length } = approvalRuleText(approvalRule(rule));
      return length <= approvalRuleCharacters
        ? []
        : [
            `protections.${protection}.approvals.${rule.branch}.from: ${rule.pool?.length ?? 0} people and roles make a rule of ${length} characters, but CodeCommit allows ${approvalRuleCharacters}; name fewer, or a role that they assume.`,
          ];
    }),
  );
}

function contributorProblems(settings: PrimarySettings): string[] {
  return Object.entries(settings.teams).flatMap(([team, { repositories = [] }]) => {
    const { length } = policyText(contributorAccess(longestPlace(settings), repositories));
    return length <= managedPolicyCharacters
      ? []
      : [
          `teams.${team}.repositories: ${repositories.length} names make a policy of ${length} characters, but IAM allows ${managedPolicyCharacters}; use patterns such as "payments-*", or several teams.`,
        ];
  });
}

function guardSizeProblems(settings: PrimarySettings): string[] {
  return Object.entries(settings.protections).flatMap(([protection, { branches, tags }]) =>
    shardCount(settings, protection) === undefined
      ? [
          `protections.${protection}: ${branches.length + tags.length} branches and tags do not fit in a policy of ${managedPolicyCharacters} characters; use fewer, or patterns such as "release/*".`,
        ]
      : [],
  );
}

/** The group of those who are guarded by name has the policies of one guard and nothing else. */
function guardGroupProblems(settings: PrimarySettings): string[] {
  const guarding = new Set(Object.values(settings.people).flatMap((person) => person.protections));
  return [...guarding].flatMap((protection) => {
    const count = shardCount(settings, protection) ?? 0;
    return count <= policiesPerGroup
      ? []
      : [
          `protections.${protection}: its guard needs ${count} policies, but IAM attaches ${policiesPerGroup} to the group of people who are guarded by name; use branch patterns such as "release/*", or shorter repository names.`,
        ];
  });
}

function groupProblems(settings: PrimarySettings): string[] {
  return Object.keys(settings.teams).flatMap((team) => {
    const guards = guardCount(settings, guardsOf(settings, team));
    const own = accessPolicies(settings, team).length;
    return guards + own <= policiesPerGroup
      ? []
      : [
          `protections: the guards of team "${team}" need ${guards} policies and the team needs ${own} more, but IAM attaches ${policiesPerGroup} to a group; use fewer protections, branch patterns such as "release/*", or shorter repository names.`,
        ];
  });
}

/** A role has what all its teams have, each policy once. */
function roleProblems(settings: PrimarySettings): string[] {
  const roles = [...new Set(Object.values(settings.teams).flatMap((team) => team.roles))];
  return roles.flatMap((role) => {
    const teams = Object.keys(settings.teams).filter((team) => settings.teams[team].roles.includes(role));
    const own = new Set(teams.flatMap((team) => accessPolicies(settings, team)));
    const guards = guardCount(settings, [...new Set(teams.flatMap((team) => guardsOf(settings, team)))]);
    return own.size + guards <= policiesPerRole
      ? []
      : [
          `teams: role "${role}" gets ${own.size + guards} policies from ${teams.join(", ")}, but IAM attaches ${policiesPerRole} to a role by default; put it into fewer teams, or use fewer protections.`,
        ];
  });
}

/** What a team gets beside its guards: a name stands for the same policy in every team. */
function accessPolicies({ teams }: PrimarySettings, team: string): string[] {
  const { access, requireMfa } = teams[team];
  return [
    ...levelPolicies(access, team),
    "copies-read-only",
    "team-basics",
    ...(access === "administrator" ? [] : ["no-administration"]),
    ...(requireMfa ? ["require-mfa"] : []),
  ];
}

function levelPolicies(access: AccessLevel, team: string): string[] {
  switch (access) {
    case "contributor":
      return [`${team}-contributor`];
    case "reviewer":
      return ["reader", "review"];
    default:
      return [access];
  }
}

/** The protections whose branches a team may not move. */
function guardsOf({ protections }: PrimarySettings, team: string): string[] {
  return Object.keys(protections).filter((protection) => !protections[protection].pushers.includes(team));
}

function guardCount(settings: PrimarySettings, protections: readonly string[]): number {
  return protections.reduce((sum, protection) => sum + (shardCount(settings, protection) ?? 0), 0);
}

/** How many policies a guard needs; undefined when not even one repository fits. */
export function shardCount(settings: PrimarySettings, protection: string): number | undefined {
  const place = longestPlace(settings);
  const { branches, tags, pullRequests } = settings.protections[protection];
  const references = [...branches.map(branchReference), ...tags.map(tagReference)];
  const repositories = Object.values(settings.repositories)
    .filter((repository) => repository.protections.includes(protection))
    .map((repository) => repositoryArn(place, place.region, repository.name));
  try {
    return branchGuard({ protection, references, repositories, pullRequests }).length;
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/** As long as the real one can be: the account, always 12 digits, is not known yet. */
export function longestPlace({ region, environment }: PrimarySettings): Place {
  return { partition: "aws-us-gov", account: "000000000000", region, prefix: prefixOf(environment) };
}
