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
  /** ARN: one of those on which it can. */
  readonly repository: string;
}

/**
 * Who can administer repositories: those that are named, and others that stand for whatever the identity's own policies
 * speak of. A user who can only through a group that is reported itself is left out.
 */
export function administrations(
  identities: readonly Identity[],
  repositories: readonly string[],
  actionsOf: (identity: Identity) => readonly string[],
): readonly Administration[] {
  const regions = regionProbes(identities);
  const asked = (identity: Identity, action: string) => [
    ...new Set([...repositories, ...repositoryProbes(identity, action, repositories.at(0), regions)]),
  ];
  return oncePerGroup(
    identities.flatMap((identity) => {
      const open = actionsOf(identity).filter((action) => isOpen(identity, action));
      return summary(open.flatMap((action) => firstAccess(identity, action, asked(identity, action)) ?? []));
    }),
    ({ verdict, decision }) => `${verdict} ${decision.policy ?? ""}`,
  );
}

interface Found {
  readonly action: string;
  readonly repository: string;
  readonly access: Access;
}

/** What is certain says more than what cannot be told, and one repository as much as all. */
function firstAccess(identity: Identity, action: string, repositories: readonly string[]): Found | undefined {
  let doubtful: Found | undefined;
  for (const repository of repositories) {
    const [access] = whoCan({ action, resource: repository }, [identity]);
    if (access?.verdict === "allowed") return { action, repository, access };
    if (access) doubtful ??= { action, repository, access };
  }
  return doubtful;
}

function summary(found: readonly Found[]): readonly Administration[] {
  const first = found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
  if (!first) return [];
  const same = found.filter(({ access }) => access.verdict === first.access.verdict);
  return [{ ...first.access, repository: first.repository, actions: same.map(({ action }) => action) }];
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
