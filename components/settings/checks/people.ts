import { quote } from "../names";
import { didYouMean } from "../problems";
import { declaredNames } from "../soundEntries";
import { bareUserName } from "../userNames";
import { type Check, ownPrefix } from "./check";

export const personChecks: Check = (written) => [
  ...teamless(written),
  ...wrongUsers(written),
  ...credentialsWithoutMfa(written),
];

const teamless: Check = ({ raw, sound: { teams, people } }) => {
  const members = new Set([...teams.values()].flatMap((team) => team.members ?? []));
  const soundTeams = [...teams.values()].every((team) => team.members !== undefined);
  // Somebody who is only guarded needs no team.
  const needsTeam = (person: string) => people.get(person)?.protections?.length === 0;
  return declaredNames(raw, "people").flatMap((person) =>
    members.has(person) || !soundTeams || !needsTeam(person)
      ? []
      : [
          `people.${person}: is in no team; add ${quote(person)} to the members of a team, guard the person by protections, or remove the entry.${didYouMean(person, [...members])}`,
        ],
  );
};

/** An existing user is one that something else made, and is one person. */
const wrongUsers: Check = (written) => {
  // IAM does not tell case in names of users.
  const seen = new Map<string, string>();
  return [...written.sound.people].flatMap(([person, { existing }]) => {
    if (existing === undefined) {
      return [];
    }
    const name = bareUserName(existing).toLowerCase();
    if (name.startsWith(ownPrefix(written))) {
      return [
        `people.${person}.existing: ${quote(existing)} is named like a user that this stack makes; leave "existing" out, or name a user that is there already.`,
      ];
    }
    const earlier = seen.get(name);
    seen.set(name, person);
    return earlier === undefined
      ? []
      : [
          `people.${person}.existing: is the user of people.${earlier} too; a user is one person, who may be in several teams.`,
        ];
  });
};

/** What IAM would accept and then refuse at every clone. */
const credentialsWithoutMfa: Check = ({ sound: { teams, people } }) =>
  [...people].flatMap(([person, { gitCredentials = [], sshKeys = [] }]) => {
    const strict = [...teams].find(
      ([, { members = [], requireMfa }]) => requireMfa && members.includes(person),
    );
    if (strict === undefined) {
      return [];
    }
    const useless = [
      ...(gitCredentials.length > 0 ? [["gitCredentials", "git credentials"]] : []),
      ...(sshKeys.length > 0 ? [["sshKeys", "SSH keys"]] : []),
    ];
    return useless.map(
      ([field, what]) =>
        `people.${person}.${field}: ${what} carry no MFA, which team ${quote(strict[0])} requires; remove them, and clone codecommit:: URLs with git-remote-codecommit under a session of "aws sts get-session-token --serial-number ... --token-code ...".`,
    );
  });
