import type { BranchGuard } from "../branchGuard";
import type { EncryptionKey } from "../encryptionKey";
import type { Person } from "../person";
import { mergeAll, pick } from "../records";
import type { Repository } from "../repository";
import { Team } from "../team";
import { TeamPolicies } from "../teamPolicies";
import { named, type Scope } from "./scope";

export interface TeamParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly guards: Readonly<Record<string, BranchGuard>>;
  readonly people: Readonly<Record<string, Person>>;
  readonly policies: TeamPolicies;
}

/** What every team and every role for another account share. */
export function createTeamPolicies(scope: Scope, encryptionKeys: readonly EncryptionKey[]): TeamPolicies {
  const { place, parent } = scope;
  return new TeamPolicies(named(scope, "team"), { place, encryptionKeys }, { parent });
}

export function createTeams(scope: Scope, parts: TeamParts): void {
  const { settings, place, parent } = scope;
  const { repositories, guards, people, policies } = parts;

  for (const [key, { access, members, repositories: patterns }] of Object.entries(settings.teams)) {
    const guarding = Object.keys(settings.protections).filter(
      (protection) => !settings.protections[protection].pushers.includes(key),
    );
    new Team(
      named(scope, key),
      {
        place,
        groupName: named(scope, key),
        access,
        members: pick(people, members),
        denies: {
          ...policies.copiesReadOnly,
          ...(access === "administrator" ? {} : policies.noAdministration),
          ...mergeAll(guarding.map((protection) => guards[protection].policies)),
        },
        allows: policies.basics,
        contribution: patterns && { patterns, repositories: Object.values(repositories) },
      },
      { parent },
    );
  }
}
