import { quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, missing, repetitions } from "./check";
import { overlaps } from "./overlaps";

export const protectionChecks: Check = (written) => [
  ...protectingNothing(written),
  ...repeatedNames(written),
  ...danglingPushers(written),
  ...dividedPeople(written),
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
 * A person in a pushing team and in another team of the same protection could not push: IAM's deny wins,
 * silently. So this is refused.
 */
const dividedPeople: Check = ({ sound: { teams, protections } }) =>
  [...protections].flatMap(([protection, { pushers = [] }]) =>
    [...teams].flatMap(([team, { members = [] }]) =>
      pushers.includes(team)
        ? []
        : members.flatMap((person) =>
            pushers
              .filter((pusher) => teams.get(pusher)?.members?.includes(person))
              .map(
                (pusher) =>
                  `protections.${protection}: ${quote(person)} is in ${quote(pusher)}, which may push, and in ${quote(team)}, which may not; the deny would win. Take the person out of one, or add ${quote(team)} to the pushers.`,
              ),
          ),
    ),
  );
