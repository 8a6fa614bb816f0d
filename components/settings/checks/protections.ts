import { quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, missing, repetitions, type Written } from "./check";
import { overlaps } from "./overlaps";

export const protectionChecks: Check = (written) => [
  ...protectingNothing(written),
  ...namedByNobody(written),
  ...repeatedNames(written),
  ...danglingPushers(written),
  ...divided("members", "person", written),
  ...divided("roles", "role", written),
  ...overlaps(written),
];

const protectingNothing: Check = ({ sound: { protections } }) =>
  [...protections].flatMap(([key, { branches, tags }]) =>
    branches?.length === 0 && tags?.length === 0
      ? [
          `protections.${key}: protects nothing: list at least one branch or tag, for example branches: [main].`,
        ]
      : [],
  );

/** A guard speaks of repositories by name: one without repositories denies nothing. */
const namedByNobody: Check = ({ raw, sound: { repositories } }) => {
  const declared = declaredNames(raw, "protections");
  const named = [...repositories.values()].flatMap(({ protections = [] }) => protections);
  // What is misspelt there, and told on its own, may be meant.
  const told =
    repositories.size > 0 &&
    [...repositories.values()].every(({ protections }) => protections !== undefined) &&
    named.every((name) => declared.includes(name));
  return declared.flatMap((key) =>
    named.includes(key) || !told
      ? []
      : [
          `protections.${key}: no repository names it, so that it protects nothing; add ${quote(key)} to the protections of a repository, or remove the entry.`,
        ],
  );
};

const repeatedNames: Check = ({ sound: { protections } }) =>
  [...protections].flatMap(([key, protection]) =>
    (["branches", "tags", "pushers"] as const).flatMap((list) =>
      repetitions(`protections.${key}.${list}`, protection[list] ?? []),
    ),
  );

const danglingPushers: Check = ({ raw, sound: { protections } }) => {
  const names = declaredNames(raw, "teams");
  return [...protections].flatMap(([key, { pushers = [] }]) =>
    pushers.flatMap((pusher, index) =>
      names.includes(pusher)
        ? []
        : [`protections.${key}.pushers[${index}]: ${missing("team", pusher, names)}`],
    ),
  );
};

/**
 * Whoever is in a pushing team and in another team of the same protection could not push: IAM's deny wins,
 * silently. So this is refused.
 */
function divided(
  field: "members" | "roles",
  what: string,
  { sound: { teams, protections } }: Written,
): string[] {
  return [...protections].flatMap(([protection, { pushers = [] }]) =>
    [...teams].flatMap(([team, { [field]: names = [] }]) =>
      pushers.includes(team)
        ? []
        : names.flatMap((name) =>
            pushers
              .filter((pusher) => teams.get(pusher)?.[field]?.includes(name))
              .map(
                (pusher) =>
                  `protections.${protection}: ${quote(name)} is in ${quote(pusher)}, which may push, and in ${quote(team)}, which may not; the deny would win. Take the ${what} out of one, or add ${quote(team)} to the pushers.`,
              ),
          ),
    ),
  );
}
