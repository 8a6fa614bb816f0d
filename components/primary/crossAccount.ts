import type { BranchGuard } from "../branchGuard";
import { CrossAccountRole } from "../crossAccountRole";
import { policyArn } from "../documents/place";
import type { EncryptionKey } from "../encryptionKey";
import { mapValues, mergeAll } from "../records";
import type { Repository } from "../repository";
import { matches } from "../settings/checks/check";
import type { TeamPolicies } from "../teamPolicies";
import { named, type Scope } from "./scope";

export interface CrossAccountParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly guards: Readonly<Record<string, BranchGuard>>;
  readonly policies: TeamPolicies;
  /** Encrypts the repositories. */
  readonly encryptionKey: EncryptionKey;
}

/** By settings key. Pushers are teams of this account: a role for another one is guarded on every protection. */
export function createCrossAccountRoles(
  scope: Scope,
  parts: CrossAccountParts,
): Record<string, CrossAccountRole> {
  const { settings, place, parent } = scope;
  const boundary = settings.permissionsBoundary;
  const { repositories, guards, policies, encryptionKey } = parts;
  return mapValues(
    settings.crossAccount,
    ({ access, sessionHours, repositories: patterns, ...caller }, key) => {
      const reached = Object.values(repositories).filter(({ repositoryName }) =>
        patterns.some((pattern) => matches(pattern, repositoryName)),
      );
      return new CrossAccountRole(
        named(scope, key),
        {
          place,
          roleName: named(scope, key),
          caller,
          sessionHours,
          access,
          contribution: { patterns, repositories: reached },
          denies: {
            ...policies.copiesReadOnly,
            ...policies.noAdministration,
            ...mergeAll(Object.values(guards).map((guard) => guard.policies)),
          },
          permissionsBoundary: boundary && policyArn(place, boundary),
          encryptionKey,
        },
        { parent },
      );
    },
  );
}
