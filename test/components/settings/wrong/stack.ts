import { type WrongSettings, primary, settingsKeys } from "../settings";

export const wrongStack: readonly WrongSettings[] = [
  [
    "an unknown key",
    { ...primary, repositoriez: "x" },
    `repositoriez: is not a setting. Did you mean "repositories"? Allowed: ${settingsKeys}.`,
  ],
  [
    "a role that does not exist",
    { ...primary, role: "master" },
    'role: "master" is not a role; "primary" owns repositories and teams, "replica" keeps copies in another region.',
  ],
  [
    "an environment that does not fit into names",
    { ...primary, environment: "Dev 1" },
    'environment: "Dev 1" is not a usable name: use lower-case words joined by "-", for example "dev-1".',
  ],
  [
    "a replica's setting in a primary",
    { ...primary, primary: "dev" },
    `primary: is not a setting. Allowed: ${settingsKeys}.`,
  ],
];
