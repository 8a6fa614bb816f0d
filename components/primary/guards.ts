import type { ApprovalRules } from "../approvalRules";
import { BranchGuard } from "../branchGuard";
import { branchReference, tagReference } from "../documents/branchGuard";
import { GuardGroup } from "../guardGroup";
import type { Person } from "../person";
import { mapValues } from "../records";
import type { Repository } from "../repository";
import { namesGuardedBy, protectedBy } from "./repositories";
import { named, type Scope } from "./scope";

export interface GuardParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  /** By protection. */
  readonly approvals: Readonly<Record<string, ApprovalRules>>;
}

/** By protection. */
export function createGuards(
  scope: Scope,
  { repositories, approvals }: GuardParts,
): Record<string, BranchGuard> {
  const { settings, place, parent } = scope;
  return mapValues(
    settings.protections,
    ({ branches, tags, pushers, pullRequests }, protection) =>
      new BranchGuard(
        named(scope, `guard-${protection}`),
        {
          protection,
          references: [...branches.map(branchReference), ...tags.map(tagReference)],
          place,
          repositories: Object.values(protectedBy(scope, protection, repositories)),
          guarded: namesGuardedBy(scope, protection),
          pushers: pushers.flatMap((team) => [
            named(scope, team),
            ...settings.teams[team].roles.map((role) => `role/${role}`),
          ]),
          pullRequests,
          approvals: pullRequests === "everyone" ? approvals[protection].associations : [],
        },
        { parent },
      ),
  );
}

/** Groups of those who are guarded by name, not through a team. */
export function createGuardGroups(
  scope: Scope,
  guards: Readonly<Record<string, BranchGuard>>,
  people: Readonly<Record<string, Person>>,
): void {
  const { settings, parent } = scope;
  for (const [protection, guard] of Object.entries(guards)) {
    const guarded = Object.entries(people).filter(([person]) =>
      settings.people[person]?.protections.includes(protection),
    );
    if (guarded.length > 0) {
      new GuardGroup(
        named(scope, `guard-${protection}`),
        {
          groupName: named(scope, `guard-${protection}`),
          denies: guard.policies,
          members: mapValues(Object.fromEntries(guarded), ({ userName }) => userName),
        },
        { parent },
      );
    }
  }
}
