import type { BranchGuard } from "../branchGuard";
import type { EncryptionKey } from "../encryptionKey";
import type { Person } from "../person";
import { mapValues, mergeAll, pick } from "../records";
import type { Repository } from "../repository";
import { Team } from "../team";
import { TeamPolicies } from "../teamPolicies";
import { TeamRole } from "../teamRole";
import { named, type Scope } from "./scope";

export interface TeamParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly guards: Readonly<Record<string, BranchGuard>>;
  readonly people: Readonly<Record<string, Person>>;
  readonly policies: TeamPolicies;
}

/** What every team and every role for another account share. */
export function createTeamPolicies(scope: Scope, encryptionKeys: readonly EncryptionKey[]): TeamPolicies {
  const { settings, place, parent } = scope;
  const teams = Object.values(settings.teams);
  const mfa = teams.some(({ requireMfa }) => requireMfa);
  const reviews = teams.some(({ access }) => access === "reviewer");
  return new TeamPolicies(named(scope, "team"), { place, encryptionKeys, mfa, reviews }, { parent });
}

export function createTeams(scope: Scope, parts: TeamParts): void {
  const { settings, place, parent } = scope;
  const { repositories, guards, people, policies } = parts;

  const teams = mapValues(settings.teams, ({ access, members, repositories: patterns, requireMfa }, key) => {
    const guarding = Object.keys(settings.protections).filter(
      (protection) => !settings.protections[protection].pushers.includes(key),
    );
    return new Team(
      named(scope, key),
      {
        place,
        groupName: named(scope, key),
        access,
        requireMfa,
        members: pick(people, members),
        denies: {
          ...policies.copiesReadOnly,
          ...(access === "administrator" ? {} : policies.noAdministration),
          ...(requireMfa ? policies.requireMfa : {}),
          ...mergeAll(guarding.map((protection) => guards[protection].policies)),
        },
        allows: { ...policies.basics, ...(access === "reviewer" ? policies.review : {}) },
        contribution: patterns && { patterns, repositories: Object.values(repositories) },
      },
      { parent },
    );
  });
  createRoles(scope, teams);
}

/** One component a role, in however many teams it is. */
function createRoles(scope: Scope, teams: Readonly<Record<string, Team>>): void {
  const { settings, parent } = scope;
  const names = new Set(Object.values(settings.teams).flatMap(({ roles }) => roles));
  for (const roleName of names) {
    const joined = Object.keys(teams).filter((team) => settings.teams[team].roles.includes(roleName));
    new TeamRole(named(scope, `role-${roleName}`), { roleName, teams: pick(teams, joined) }, { parent });
  }
}
