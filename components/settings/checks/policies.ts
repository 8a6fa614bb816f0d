import { branchGuard, branchReference } from "../../documents/branchGuard";
import { contributorAccess } from "../../documents/contributorAccess";
import { managedPolicyCharacters } from "../../documents/pack";
import { type Place, prefixOf, repositoryArn } from "../../documents/place";
import { policyText } from "../../documents/policyDocument";
import type { PrimarySettings } from "../schema";

/** Fixed by IAM, not adjustable: managed policies attached to one group. */
const policiesPerGroup = 10;
/** Attached to every team: the access level's policy, copies-read-only, no-administration, team-basics. */
const policiesOfEveryTeam = 4;

/** Policies are measured and counted before anything is created: IAM would refuse one half-way. */
export function policyQuotaProblems(settings: PrimarySettings): string[] {
  return [...contributorProblems(settings), ...guardProblems(settings)];
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

function guardProblems(settings: PrimarySettings): string[] {
  const protections = Object.entries(settings.protections);
  const problems = protections.flatMap(([protection, { branches }]) =>
    shardCount(settings, protection) === undefined
      ? [
          `protections.${protection}.branches: ${branches.length} branches do not fit in a policy of ${managedPolicyCharacters} characters; use fewer, or patterns such as "release/*".`,
        ]
      : [],
  );
  if (problems.length > 0) {
    return problems;
  }
  return Object.keys(settings.teams).flatMap((team) => {
    const guards = protections
      .filter(([, { pushers }]) => !pushers.includes(team))
      .reduce((sum, [protection]) => sum + (shardCount(settings, protection) ?? 0), 0);
    return guards + policiesOfEveryTeam <= policiesPerGroup
      ? []
      : [
          `protections: the guards of team "${team}" need ${guards} policies and every team needs ${policiesOfEveryTeam} more, but IAM attaches ${policiesPerGroup} to a group; use fewer protections, branch patterns such as "release/*", or shorter repository names.`,
        ];
  });
}

/** How many policies a guard needs; undefined when not even one repository fits. */
export function shardCount(settings: PrimarySettings, protection: string): number | undefined {
  const place = longestPlace(settings);
  const arns = Object.values(settings.repositories)
    .filter((repository) => repository.protections.includes(protection))
    .map((repository) => repositoryArn(place, place.region, repository.name));
  try {
    return branchGuard(protection, settings.protections[protection].branches.map(branchReference), arns)
      .length;
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
