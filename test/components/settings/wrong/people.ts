import { sshKeyLine } from "../../../support/sshKeyLine";
import { entry, primary, teamsWith, type WrongSettings } from "../settings";

/** Nobody could use them, but that is not what is looked at. */
const sixKeys = Array.from({ length: 6 }, (_, index) =>
  sshKeyLine({ n: Buffer.alloc(256, 0x80 + index).toString("base64url"), e: "AQAB" }),
);

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
      repositories: { api: { protections: [..."abcdefghijk"] } },
      people: { bob: { protections: [..."abcdefghijk"] } },
      protections: Object.fromEntries(
        [..."abcdefghijk"].map((name) => [name, { tags: [name], pushers: ["developers"] }]),
      ),
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
    "git credentials that are neither a switch nor names",
    entry("people", { dana: { gitCredentials: "yes" } }),
    'people.dana.gitCredentials: takes true, false or a list of at most 2 names, but is "yes".',
  ],
  [
    "a number of git credentials, which does not tell which one goes",
    entry("people", { dana: { gitCredentials: 2 } }),
    "people.dana.gitCredentials: takes true, false or a list of at most 2 names, but is 2.",
  ],
  [
    "more git credentials than IAM allows",
    entry("people", { dana: { gitCredentials: ["laptop", "desktop", "phone"] } }),
    'people.dana.gitCredentials: takes true, false or a list of at most 2 names, but is ["laptop","desktop","phone"].',
  ],
  [
    "a git credential twice",
    entry("people", { dana: { gitCredentials: ["laptop", "laptop"] } }),
    "people.dana.gitCredentials: has one name twice.",
  ],
  [
    "a git credential's name that does not fit into a secret's",
    entry("people", { dana: { gitCredentials: ["My Laptop"] } }),
    'people.dana.gitCredentials[0]: "My Laptop" is not a usable name: use lower-case words joined by "-", for example "my-laptop".',
  ],
  [
    "a git credential whose secret's name ends as the ARN of another secret does",
    entry("people", { dana: { gitCredentials: ["laptop", "build-server"] } }),
    'people.dana.gitCredentials: "build-server" makes a secret whose name ends in "-" and six characters, as ARNs of other secrets do, and AWS advises against that; write for example "build-server-1".',
  ],
  [
    "a git credential whose secret's name ends so together with the person's",
    entry("people", { dana: { gitCredentials: ["x"] } }),
    'people.dana.gitCredentials: "x" makes a secret whose name ends in "-" and six characters, as ARNs of other secrets do, and AWS advises against that; write for example "x-1".',
  ],
  [
    "git credentials of a user whose name Secrets Manager does not take",
    entry("people", { dana: { existing: "emea/scully,dana", gitCredentials: true } }),
    'people.dana.gitCredentials: would make secrets with "scully,dana" in their names, and Secrets Manager takes no comma there; leave git credentials out, and use SSH keys or git-remote-codecommit.',
  ],
  [
    "more SSH keys than IAM allows",
    entry("people", { dana: { sshKeys: sixKeys } }),
    "people.dana.sshKeys: has more than the 5 keys that IAM allows a user; remove some.",
  ],
  [
    "an SSH key twice, under two comments",
    entry("people", { dana: { sshKeys: [`${sixKeys[0]} laptop`, `${sixKeys[0]} desktop`] } }),
    "people.dana.sshKeys: has one key twice.",
  ],
  [
    "an existing user by ARN",
    entry("people", { dana: { existing: "arn:aws:iam::123456789012:user/emea/dana.scully" } }),
    'people.dana.existing: "arn:aws:iam::123456789012:user/emea/dana.scully" is more than a user\'s path and name: write "emea/dana.scully".',
  ],
  [
    "an existing user whose path begins with a slash",
    entry("people", { dana: { existing: "/emea/dana.scully" } }),
    'people.dana.existing: "/emea/dana.scully" is more than a user\'s path and name: write "emea/dana.scully".',
  ],
  [
    "an existing user whose path IAM does not take",
    entry("people", { dana: { existing: "emea region//dana.scully" } }),
    'people.dana.existing: "emea region//dana.scully" is not a user: write the name, 1 to 64 letters, digits and _ + = , . @ -, and before it the path, if it has one, for example "emea/dana.scully".',
  ],
  [
    "an existing user whose name IAM does not take",
    entry("people", { dana: { existing: "dana scully" } }),
    'people.dana.existing: "dana scully" is not a user: write the name, 1 to 64 letters, digits and _ + = , . @ -, and before it the path, if it has one, for example "emea/dana.scully".',
  ],
  [
    "an existing user that this stack makes",
    entry("people", { dana: { existing: "ccp-dev-rita" } }),
    'people.dana.existing: "ccp-dev-rita" is named like a user that this stack makes; leave "existing" out, or name a user that is there already.',
  ],
  [
    "an existing user of two people",
    entry("people", { dana: { existing: "emea/Scully" }, rita: { existing: "scully" } }),
    "people.rita.existing: is the user of people.dana too; a user is one person, who may be in several teams.",
  ],
  [
    "git credentials where MFA is required",
    {
      ...teamsWith({ platform: { access: "administrator", members: ["pat"], requireMfa: true } }),
      people: { pat: { gitCredentials: true } },
    },
    'people.pat.gitCredentials: git credentials carry no MFA, which team "platform" requires; remove them, and clone codecommit:: URLs with git-remote-codecommit under a session of "aws sts get-session-token --serial-number ... --token-code ...".',
  ],
  [
    "SSH keys where MFA is required",
    {
      ...teamsWith({ platform: { access: "administrator", members: ["pat"], requireMfa: true } }),
      people: { pat: { sshKeys: [sixKeys[0]] } },
    },
    'people.pat.sshKeys: SSH keys carry no MFA, which team "platform" requires; remove them, and clone codecommit:: URLs with git-remote-codecommit under a session of "aws sts get-session-token --serial-number ... --token-code ...".',
  ],
  [
    "an SSH key that IAM does not take",
    entry("people", { dana: { sshKeys: ["ssh-ed25519 AAAAC3Nz"] } }),
    "people.dana.sshKeys[0]: is not an RSA public key; IAM takes no other. Make one with: ssh-keygen -t rsa -b 4096, and paste the .pub file.",
  ],
];
