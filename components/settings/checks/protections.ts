import { quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, missing, type Written } from "./check";

export const protectionChecks: Check = (written) => [
  ...danglingPushers(written),
  ...divided("members", "person", written),
  ...divided("roles", "role", written),
];

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
