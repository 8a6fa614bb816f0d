import type { Identity } from "./identities";
import type { Bearing } from "./precedents";
import { referencesWithin } from "./referencesWithin";
import { referencesKey, refMovingActions } from "./refMovingActions";
import { bearingOn, requestOf } from "./whoCan";

/**
 * References that stand for all that match a pattern, whoever of the identities asks, and on whatever repository. What
 * policies tell apart that cannot all be looked at is left out: a proof asks `refMoves`.
 * @param repository Any of the account: its ARN.
 */
export function standingReferences(
  pattern: string,
  repository: string,
  identities: readonly Identity[],
): readonly string[] {
  const asked = new Set<Bearing>();
  const standing = identities.flatMap((identity) =>
    refMovingActions.flatMap((action) => {
      const bearing = bearingOn(identity, action);
      if (asked.has(bearing) && !bearing.hasVariables) return [];
      asked.add(bearing);
      const request = requestOf(identity, action, repository, pattern);
      return referencesWithin([pattern], bearing, request, { everywhere: true }) ?? [];
    }),
  );
  return [...new Set(standing)];
}

/** The references that conditions of the identities' policies name: full names or patterns, as written. */
export function writtenReferences(identities: readonly Identity[]): readonly string[] {
  const policies = new Set(
    identities.flatMap(({ policies: own, boundary }) =>
      [...own, ...(boundary ? [boundary] : [])].map(({ policy }) => policy),
    ),
  );
  const values = [...policies]
    .flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions))
    .filter(({ key, test }) => test.kind !== "null" && key.toLowerCase() === referencesKey.toLowerCase())
    .flatMap((condition) => condition.values);
  return [...new Set(values)];
}
