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
    "an environment that is too long",
    { ...primary, environment: "e".repeat(31) },
    `environment: "${"e".repeat(31)}" is longer than 30 characters.`,
  ],
  [
    "an environment with an underscore, which a name has not",
    { ...primary, environment: "dev_1" },
    'environment: "dev_1" is not a usable name: use lower-case words joined by "-", for example "dev-1".',
  ],
  [
    "a replica's setting in a primary",
    { ...primary, primary: "dev" },
    `primary: is not a setting. Allowed: ${settingsKeys}.`,
  ],
  [
    "sweeps in a primary",
    { ...primary, replication: { sweepMinutes: 30 } },
    `replication: is not a setting. Allowed: ${settingsKeys}.`,
  ],
  [
    "a permissions boundary that is no policy",
    { ...primary, permissionsBoundary: "arn:aws:iam::123456789012:role/developer" },
    'permissionsBoundary: "arn:aws:iam::123456789012:role/developer" is neither a managed policy\'s name nor its ARN: write for example "developer-boundary" or "arn:aws:iam::123456789012:policy/developer-boundary".',
  ],
  [
    "a permissions boundary of an account that is none",
    { ...primary, permissionsBoundary: "arn:aws:iam::1234:policy/developer-boundary" },
    'permissionsBoundary: "arn:aws:iam::1234:policy/developer-boundary" is neither a managed policy\'s name nor its ARN: write for example "developer-boundary" or "arn:aws:iam::123456789012:policy/developer-boundary".',
  ],
];
