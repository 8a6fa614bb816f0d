import { quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, missing, repetitions } from "./check";

/** Fixed by IAM, not adjustable: reference_iam-quotas in the IAM user guide. A guard of one's own is a group. */
const groupsPerUser = 10;

/** A person who is guarded by name is in no team: a team either pushes, or is guarded already, all of its members. */
export const guardedPeopleChecks: Check = ({ raw, sound: { people, teams, protections } }) => {
  const declared = declaredNames(raw, "protections");
  const problems = [...people].flatMap(([person, { protections: names = [] }]) => {
    const path = `people.${person}.protections`;
    const theirs = [...teams].filter(([, { members }]) => members?.includes(person)).map(([team]) => team);
    return [
      ...repetitions(path, names),
      ...names.flatMap((name, index) => {
        if (!declared.includes(name)) {
          return [`${path}[${index}]: ${missing("protection", name, declared)}`];
        }
        const pusher = theirs.find((team) => protections.get(name)?.pushers?.includes(team));
        if (pusher !== undefined) {
          return [
            `${path}[${index}]: ${quote(person)} is in ${quote(pusher)}, which may push; the deny would win. Remove one of them.`,
          ];
        }
        return theirs.length === 0
          ? []
          : [
              `${path}[${index}]: ${quote(person)} is in ${quote(theirs[0])}, whose members are guarded by ${quote(name)} already; remove it.`,
            ];
      }),
      ...(names.length <= groupsPerUser
        ? []
        : [
            `${path}: are ${names.length}, a guard group each, but IAM allows ${groupsPerUser} groups a user; put more branches into one protection.`,
          ]),
    ];
  });
  const guarding = new Set([...people.values()].flatMap((person) => person.protections ?? []));
  return [
    ...problems,
    ...[...guarding].flatMap((protection) =>
      teams.has(`guard-${protection}`)
        ? [
            `teams.guard-${protection}: is the name of the group of people who are guarded by ${quote(protection)}; rename the team.`,
          ]
        : [],
    ),
  ];
};
