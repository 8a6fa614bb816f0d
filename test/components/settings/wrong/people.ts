import { entry, primary, type WrongSettings } from "../settings";

export const wrongPeople: readonly WrongSettings[] = [
  [
    "a person in no team",
    entry("people", { danna: {} }),
    'people.danna: is in no team; add "danna" to the members of a team, guard the person by protections, or remove the entry. Did you mean "dana"?',
  ],
  [
    "a guard of a person that does not exist",
    entry("people", { bob: { protections: ["trunc"] } }),
    'people.bob.protections[0]: there is no protection "trunc" (declared: trunk). Did you mean "trunk"?',
  ],
  [
    "a guard of a person twice",
    entry("people", { bob: { protections: ["trunk", "trunk"] } }),
    'people.bob.protections[1]: "trunk" is in the list already; remove one.',
  ],
  [
    "a guard of a person who may push by a team",
    entry("people", { rita: { protections: ["trunk"] } }),
    'people.rita.protections[0]: "rita" is in "release-managers", which may push; the deny would win. Remove one of them.',
  ],
  [
    "a guard of a person whose team is guarded",
    entry("people", { dana: { protections: ["trunk"] } }),
    'people.dana.protections[0]: "dana" is in "developers", whose members are guarded by "trunk" already; remove it.',
  ],
  [
    "more guards of a person than IAM allows groups",
    {
      ...primary,
      people: { bob: { protections: [..."abcdefghijk"] } },
      protections: Object.fromEntries(["trunk", ..."abcdefghijk"].map((name) => [name, { tags: [name] }])),
      teams: {},
    },
    "people.bob.protections: are 11, a guard group each, but IAM allows 10 groups a user; put more branches into one protection.",
  ],
  [
    "a team of the name of a guard's group",
    {
      ...primary,
      teams: { ...(primary.teams as object), "guard-trunk": { access: "reader" } },
      people: { bob: { protections: ["trunk"] } },
    },
    'teams.guard-trunk: is the name of the group of people who are guarded by "trunk"; rename the team.',
  ],
  [
    "a switch that is not true or false",
    entry("people", { dana: { gitCredentials: "yes" } }),
    'people.dana.gitCredentials: takes true or false, but is "yes".',
  ],
  [
    "an SSH key that IAM does not take",
    entry("people", { dana: { sshKeys: ["ssh-ed25519 AAAAC3Nz"] } }),
    "people.dana.sshKeys[0]: is not an RSA public key; IAM takes no other. Make one with: ssh-keygen -t rsa -b 4096, and paste the .pub file.",
  ],
];
