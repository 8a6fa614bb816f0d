import type { Identity } from "../../access/identities";
import { oncePerGroup } from "../../access/oncePerGroup";
import type { Statement } from "../../access/policy";
import { regionProbes } from "../../access/probes";
import { whoCan, type Access } from "../../access/whoCan";
import { repositoryProbes } from "./repositoryProbes";
import { names } from "./statements";

/** What one identity can administer, and the first decision that lets it. */
export interface Administration extends Access {
  readonly actions: readonly string[];
  /** ARNs. */
  readonly repositories: readonly string[];
}

/**
 * Who can administer which repositories: those that are named, and others that stand for whatever the identity's own
 * policies speak of. A user who can only through a group that is reported itself is left out.
 */
export function administrations(
  identities: readonly Identity[],
  repositories: readonly string[],
  actionsOf: (identity: Identity) => readonly string[],
): readonly Administration[] {
  const regions = regionProbes(identities);
  return oncePerGroup(
    identities.flatMap((identity) => administrationOf(identity, repositories, regions, actionsOf(identity))),
    ({ verdict, decision }) => `${verdict} ${decision.policy ?? ""}`,
  );
}

function administrationOf(
  identity: Identity,
  repositories: readonly string[],
  regions: readonly string[],
  actions: readonly string[],
): readonly Administration[] {
  const found = actions
    .filter((action) => isOpen(identity, action))
    .flatMap((action) =>
      [
        ...new Set([...repositories, ...repositoryProbes(identity, action, repositories.at(0), regions)]),
      ].flatMap((resource) =>
        whoCan({ action, resource }, [identity]).map((access) => ({ action, resource, access })),
      ),
    );
  // What is certain says more than what cannot be told.
  const first = found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
  if (!first) return [];
  const same = found.filter(({ access }) => access.verdict === first.access.verdict);
  return [
    {
      ...first.access,
      actions: [...new Set(same.map(({ action }) => action))],
      repositories: [...new Set(same.map(({ resource }) => resource))],
    },
  ];
}

/** Spares asking about each repository where one look answers: nothing allows it at all, or a deny closes it everywhere. */
function isOpen({ policies, gaps }: Identity, action: string): boolean {
  const statements = policies.flatMap(({ policy }) =>
    policy.statements.filter((found) => names(found, action)),
  );
  return (
    !statements.some(deniesAll) && (gaps.length > 0 || statements.some(({ effect }) => effect === "Allow"))
  );
}

function deniesAll({ effect, resources, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    conditions.length === 0 &&
    resources?.negated === false &&
    resources.patterns.includes("*")
  );
}
