import { entry, type WrongSettings } from "../settings";

export const wrongPeople: readonly WrongSettings[] = [
  [
    "a person in no team",
    entry("people", { danna: {} }),
    'people.danna: is in no team; add "danna" to the members of a team, or remove the entry. Did you mean "dana"?',
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
