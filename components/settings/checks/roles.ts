import { quote } from "../names";
import { type Check, ownPrefix } from "./check";

export const roleChecks: Check = (written) => [...ownRoles(written), ...rolesInTwoSpellings(written)];

/** The stack's own roles are of services; what a team gets would stop them. */
const ownRoles: Check = (written) =>
  [...written.sound.teams].flatMap(([team, { roles = [] }]) =>
    roles.flatMap((role, index) =>
      role.startsWith(ownPrefix(written))
        ? [
            `teams.${team}.roles[${index}]: ${quote(role)} is named like a role of this platform; name one that people take.`,
          ]
        : [],
    ),
  );

/** IAM does not tell case: two spellings would be two attachments of one policy to one role. */
const rolesInTwoSpellings: Check = ({ sound: { teams } }) => {
  const seen = new Map<string, { team: string; role: string }>();
  return [...teams].flatMap(([team, { roles = [] }]) =>
    roles.flatMap((role, index) => {
      const earlier = seen.get(role.toLowerCase());
      if (earlier === undefined) {
        seen.set(role.toLowerCase(), { team, role });
        return [];
      }
      return earlier.role === role
        ? []
        : [
            `teams.${team}.roles[${index}]: ${quote(role)} and ${quote(earlier.role)} of teams.${earlier.team} are one role, because IAM does not tell case; write it one way.`,
          ];
    }),
  );
};
