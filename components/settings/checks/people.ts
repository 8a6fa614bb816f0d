import { quote, shortName } from "../names";
import { didYouMean } from "../problems";
import { declaredNames } from "../soundEntries";
import { bareUserName } from "../userNames";
import { type Check, ownPrefix } from "./check";

export const personChecks: Check = (written) => [
  ...teamless(written),
  ...wrongUsers(written),
  ...credentialsWithoutMfa(written),
  ...secretNames(written),
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

/**
 * Secrets Manager takes fewer characters than IAM has in names of users, and advises against names that end like the
 * ARN of another secret: in a hyphen and six characters.
 * Source: AWS Secrets Manager API reference, "CreateSecret", Name.
 */
const secretNames: Check = (written) =>
  [...written.sound.people].flatMap(([person, { existing, gitCredentials = [] }]) => {
    const userName = existing === undefined ? `${ownPrefix(written)}${person}` : bareUserName(existing);
    const path = `people.${person}.gitCredentials`;
    if (gitCredentials.length > 0 && userName.includes(",")) {
      return [
        `${path}: would make secrets with ${quote(userName)} in their names, and Secrets Manager takes no comma there; leave git credentials out, and use SSH keys or git-remote-codecommit.`,
      ];
    }
    return gitCredentials
      .filter((credential) => endsLikeAnArn(userName, credential))
      .map(
        (credential) =>
          `${path}: ${quote(credential)} makes a secret whose name ends in "-" and six characters, as ARNs of other secrets do, and AWS advises against that; write for example ${quote(otherCredential(userName, credential))}.`,
      );
  });

function endsLikeAnArn(userName: string, credential: string): boolean {
  return /-.{6}$/.test(`${userName}/${credential}`);
}

/** The same with a number behind it, or in front. */
function otherCredential(userName: string, credential: string): string {
  const candidates = [`${credential}-1`, `${credential}-01`, `git-${credential}`, "laptop"];
  return (
    candidates.find((name) => shortName.safeParse(name).success && !endsLikeAnArn(userName, name)) ??
    "default"
  );
}

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
