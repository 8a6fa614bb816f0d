import { groupBy } from "./groupBy";
import type { Identity } from "./identities";
import { oncePerGroup } from "./oncePerGroup";
import { refMovingActions } from "./refMovingActions";
import { bearingOn, whoCan, type Access } from "./whoCan";

/** All the ways in which one identity can move references, and the first decision that lets it. */
export interface RefMove extends Access {
  readonly actions: readonly string[];
  readonly repositories: readonly string[];
  readonly references: readonly string[];
}

/**
 * Who can move, create or delete any of the references of any of the repositories (ARNs), by any of the actions.
 * A user who can only through a group that is reported itself is left out.
 */
export function refMoves(
  identities: readonly Identity[],
  repositories: readonly string[],
  references: readonly string[],
  actions: readonly string[] = refMovingActions,
): readonly RefMove[] {
  return oncePerGroup(
    identities.flatMap((identity) => movesOf(identity, repositories, references, actions)),
    ({ verdict, decision }) => `${verdict} ${decision.policy ?? ""}`,
  );
}

function movesOf(
  identity: Identity,
  repositories: readonly string[],
  references: readonly string[],
  actions: readonly string[],
): readonly RefMove[] {
  const found = [...groupBy(actions, (action) => bearingOn(identity, action))].flatMap(([bearing, alike]) =>
    bearing.alike(repositories).flatMap((group) =>
      whoCan({ action: alike[0], resource: group[0], references }, [identity]).map((access) => ({
        actions: alike,
        repositories: group,
        access,
      })),
    ),
  );
  // What is certain says more than what cannot be told.
  const first = found.find(({ access }) => access.verdict === "allowed") ?? found.at(0);
  if (!first) return [];
  const same = found.filter(({ access }) => access.verdict === first.access.verdict);
  const chosen = {
    actions: new Set(same.flatMap((each) => each.actions)),
    repositories: new Set(same.flatMap((each) => each.repositories)),
  };
  return [
    {
      ...first.access,
      actions: actions.filter((action) => chosen.actions.has(action)),
      repositories: repositories.filter((repository) => chosen.repositories.has(repository)),
      references: [...new Set(same.flatMap(({ access }) => access.reference ?? []))],
    },
  ];
}
