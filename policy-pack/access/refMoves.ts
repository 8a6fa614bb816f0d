import { groupBy } from "./groupBy";
import type { Identity } from "./identities";
import { oncePerGroup } from "./oncePerGroup";
import type { Bearing } from "./precedents";
import { referencesWithin } from "./referencesWithin";
import { refMovingActions } from "./refMovingActions";
import { bearingOn, requestOf, untold, whoCan, type Access } from "./whoCan";

/** All the ways in which one identity can move references, and the first decision that lets it. */
export interface RefMove extends Access {
  readonly actions: readonly string[];
  readonly repositories: readonly string[];
  /** Shortest ones that stand for all. */
  readonly references: readonly string[];
}

export interface RefMoveQuestion {
  /** ARNs. A function gives those that stand for all there may be, as far as the policies tell them apart. */
  readonly repositories: readonly string[] | ((bearing: Bearing) => readonly string[] | undefined);
  /** Full names or patterns. */
  readonly references: readonly string[];
  readonly actions?: readonly string[];
  /** References to speak of before others. */
  readonly preferred?: readonly string[];
}

/**
 * Who can move, create or delete any reference that matches one of the patterns, in any of the repositories, by any of
 * the actions. Nobody is left out: the references that are asked about stand for all that the policies tell apart.
 * A user who can only through a group that is reported itself is not reported again.
 */
export function refMoves(identities: readonly Identity[], question: RefMoveQuestion): readonly RefMove[] {
  return oncePerGroup(
    identities.flatMap((identity) => movesOf(identity, question)),
    ({ verdict, decision }) => `${verdict} ${decision.policy ?? ""}`,
  );
}

function movesOf(identity: Identity, question: RefMoveQuestion): readonly RefMove[] {
  const { repositories, actions = refMovingActions } = question;
  const found = [...groupBy(actions, (action) => bearingOn(identity, action))].flatMap(([bearing, alike]) => {
    if (!bearing.allowsAnything && identity.gaps.length === 0) return [];
    const all = typeof repositories === "function" ? repositories(bearing) : repositories;
    if (!all) return [{ actions: alike, repositories: [], access: untold(identity, alike[0]) }];
    return bearing.alike(all).flatMap((group) =>
      accesses(identity, bearing, alike[0], group[0], question).map((access) => ({
        actions: alike,
        repositories: group,
        access,
      })),
    );
  });
  // What is certain says more than what cannot be told.
  const first = found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
  if (!first) return [];
  const same = found.filter(({ access }) => access.verdict === first.access.verdict);
  return [
    {
      ...first.access,
      actions: actions.filter((action) => same.some((each) => each.actions.includes(action))),
      repositories: [...new Set(same.flatMap((each) => each.repositories))],
      references: [...new Set(same.flatMap(({ access }) => access.reference ?? []))],
    },
  ];
}

function accesses(
  identity: Identity,
  bearing: Bearing,
  action: string,
  resource: string,
  { references, preferred }: RefMoveQuestion,
): readonly Access[] {
  const request = requestOf(identity, action, resource, references[0]);
  const standing = referencesWithin(references, bearing, request, { ...(preferred && { preferred }) });
  if (!standing) return [untold(identity, action, resource)];
  return whoCan({ action, resource, references: standing }, [identity]);
}
