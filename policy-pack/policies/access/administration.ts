import { groupBy } from "../../access/groupBy";
import type { Identity } from "../../access/identities";
import { oncePerGroup } from "../../access/oncePerGroup";
import type { Bearing } from "../../access/precedents";
import { repositoriesLike } from "../../access/repositoriesLike";
import { bearingOn, untold, whoCan, type Access } from "../../access/whoCan";

/** What one identity can administer, and the first decision that lets it. */
export interface Administration extends Access {
  readonly actions: readonly string[];
  /** ARN: one of those on which it can. */
  readonly repository: string;
}

/**
 * Who can administer any repository of the account, in any region: those that are named, and such as stand for all others
 * that the identity's policies tell apart. A user who can only through a group that is reported itself is left out.
 */
export function administrations(
  identities: readonly Identity[],
  repositories: readonly string[],
  actionsOf: (identity: Identity) => readonly string[],
): readonly Administration[] {
  const [first = example, ...others] = repositories;
  const usual = [first, ...others] as const;
  return oncePerGroup(
    identities.flatMap((identity) => administrationOf(identity, usual, actionsOf(identity))),
    ({ verdict, decision }) => `${verdict} ${decision.policy ?? ""}`,
  );
}

function administrationOf(
  identity: Identity,
  repositories: readonly [string, ...string[]],
  actions: readonly string[],
): readonly Administration[] {
  const found = [...groupBy(actions, (action) => bearingOn(identity, action))].flatMap(([bearing, alike]) => {
    const first = firstAccess(identity, bearing, alike[0], repositories);
    return first ? [{ ...first, actions: alike }] : [];
  });
  // What is certain says more than what cannot be told.
  const first = found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
  if (!first) return [];
  const same = found.filter(({ access }) => access.verdict === first.access.verdict);
  const able = new Set(same.flatMap((each) => each.actions));
  return [
    {
      ...first.access,
      repository: first.repository,
      actions: actions.filter((action) => able.has(action)),
    },
  ];
}

interface Found {
  readonly repository: string;
  readonly access: Access;
}

function firstAccess(
  identity: Identity,
  bearing: Bearing,
  action: string,
  repositories: readonly [string, ...string[]],
): Found | undefined {
  if (!bearing.allowsAnything && identity.gaps.length === 0) return undefined;
  const standing = repositoriesLike(repositories, bearing);
  if (!standing) return { repository: repositories[0], access: untold(identity, action) };
  const found = standing.flatMap((repository) =>
    whoCan({ action, resource: repository }, [identity]).map((access) => ({ repository, access })),
  );
  return found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
}

/** For a stack that names no repository. */
const example = "arn:aws:codecommit:us-east-1:123456789012:any";
