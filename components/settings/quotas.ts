import type { SoundEntries } from "./soundEntries";

/** Fixed by IAM, not adjustable: reference_iam-quotas in the IAM user guide. */
export const groupsPerUser = 10;
/** Fixed by IAM, not adjustable: managed policies attached to one group. */
export const policiesPerGroup = 10;
/** What AWS would refuse half-way through an update, told before the first resource. */
export function quotaProblems({ teams }: Pick<SoundEntries, "teams">): string[] {
  const teamsOf = new Map<string, string[]>();
  for (const [team, { members = [] }] of teams) {
    for (const person of new Set(members)) {
      teamsOf.set(person, [...(teamsOf.get(person) ?? []), team]);
    }
  }
  return [...teamsOf].flatMap(([person, names]) =>
    names.length <= groupsPerUser
      ? []
      : [
          `teams: "${person}" is a member of ${names.length} teams (${names.join(", ")}), but IAM allows ${groupsPerUser} groups a user; merge some teams.`,
        ],
  );
}
