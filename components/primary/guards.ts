import { BranchGuard } from "../branchGuard";
import { branchReference } from "../documents/branchGuard";
import { mapValues } from "../records";
import type { Repository } from "../repository";
import { named, type Scope } from "./scope";

/** By protection. */
export function createGuards(
  scope: Scope,
  repositories: Readonly<Record<string, Repository>>,
): Record<string, BranchGuard> {
  const { settings, place, parent } = scope;
  return mapValues(settings.protections, ({ branches, pushers }, protection) => {
    const guarded = Object.keys(repositories).filter((key) =>
      settings.repositories[key].protections.includes(protection),
    );
    return new BranchGuard(
      named(scope, `guard-${protection}`),
      {
        protection,
        references: branches.map(branchReference),
        place,
        repositories: guarded.map((key) => repositories[key]),
        pushers: pushers.flatMap((team) => [
          named(scope, team),
          ...settings.teams[team].roles.map((role) => `role/${role}`),
        ]),
      },
      { parent },
    );
  });
}
