import { quote } from "../names";
import { type Check, matches, missing, type Written } from "./check";

/** Fixed by IAM, not adjustable: reference_iam-quotas in the IAM user guide. */
const groupsPerUser = 10;

export const teamChecks: Check = (written) => [
  ...contributorScopes(written),
  ...groupQuota(written),
  ...dividedAdministrators("members", "person", written),
  ...dividedAdministrators("roles", "role", written),
  ...rolesWithoutMfa(written),
];

/** A contributor works on repositories that somebody named; the other levels reach all of them by their nature. */
const contributorScopes: Check = ({ sound: { teams, repositories } }) => {
  const names = [...repositories].map(([key, { name = key }]) => name);
  return [...teams].flatMap(([team, { access, repositories: patterns }]) => {
    if (
      access === undefined ||
      (access === "contributor") === (patterns !== undefined && patterns.length > 0)
    ) {
      return (patterns ?? []).flatMap((pattern, index) =>
        names.some((name) => matches(pattern, name))
          ? []
          : [`teams.${team}.repositories[${index}]: ${missing("repository", pattern, names)}`],
      );
    }
    return access === "contributor"
      ? [
          `teams.${team}.repositories: is missing; a contributor team names its repositories, for example [payments-*].`,
        ]
      : [
          `teams.${team}.repositories: goes with access contributor only; ${quote(access)} reaches every repository.`,
        ];
  });
};

/** What AWS would refuse half-way through an update, told before the first resource. */
const groupQuota: Check = ({ sound: { teams } }) => {
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
};

/**
 * What AssumeRole hands out says nothing of MFA, even when the call had it, so the team's deny would shut them out.
 * Source: IAM user guide, "Secure API access with MFA".
 */
const rolesWithoutMfa: Check = ({ sound: { teams } }) =>
  [...teams].flatMap(([team, { roles = [], requireMfa }]) =>
    requireMfa && roles.length > 0
      ? [
          `teams.${team}.requireMfa: would shut out ${roles.map(quote).join(", ")}, because the session of a role carries no second factor; demand it in the trust policy of the role, and put the role into a team without requireMfa.`,
        ]
      : [],
  );

/** The teams below administrator are denied administration, and that deny would win, silently. */
function dividedAdministrators(
  field: "members" | "roles",
  what: string,
  { sound: { teams } }: Written,
): string[] {
  const names = (team: string) => teams.get(team)?.[field] ?? [];
  const administrators = [...teams.keys()].filter((team) => teams.get(team)?.access === "administrator");
  const others = [...teams.keys()].filter((team) => !administrators.includes(team));
  return administrators.flatMap((team) =>
    others.flatMap((other) =>
      names(team)
        .filter((name) => names(other).includes(name))
        .map(
          (name) =>
            `teams: ${quote(name)} is in ${quote(team)}, whose access is administrator, and in ${quote(other)}, which is denied administration; the deny would win. Take the ${what} out of one.`,
        ),
    ),
  );
}
