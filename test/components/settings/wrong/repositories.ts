import { entry, repositories, type Sections, type WrongSettings } from "../settings";

export const wrongRepositories: readonly WrongSettings[] = [
  [
    "an unknown key of an entry",
    repositories({ api: { desc: "x" } }),
    'repositories.api.desc: is not a setting. Did you mean "description"? Allowed: name, description, tags, defaultBranch, encryption, adopt, protect, retire, protections.',
  ],
  [
    "a bad repository name",
    repositories({ "payments api": {} }),
    'repositories.payments api: "payments api" is not a repository name: use 1 to 100 letters, digits, ".", "_" and "-", for example "payments-api".',
  ],
  [
    "a repository name that ends in .git",
    repositories({ "api.git": {} }),
    'repositories.api.git: "api.git" ends in ".git", which CodeCommit refuses: leave it out.',
  ],
  [
    "a repository name that is too long",
    repositories({ ["a".repeat(101)]: {} }),
    `repositories.${"a".repeat(101)}: "${"a".repeat(101)}" is longer than 100 characters.`,
  ],
  [
    "two repositories of one name in different case",
    repositories({ "payments-api": {}, "Payments-API": {} }),
    'repositories.Payments-API: its name "Payments-API" and that of repositories.payments-api differ in nothing but case; rename one of them.',
  ],
  [
    "two repositories of one name",
    repositories({ a: { name: "api" }, b: { name: "api" } }),
    'repositories.b: its name "api" and that of repositories.a are the same; rename one of them.',
  ],
  ["no repository at all", entry("repositories", {}), "repositories: declares none; declare at least one."],
  [
    "repositories that are not a map",
    entry("repositories", ["api"]),
    'repositories: takes a map, but is ["api"]; write for example { api: {} }.',
  ],
  [
    "a repository with nothing behind it",
    repositories({ "payments-api": null }),
    "repositories.payments-api: takes a map, but is null; write {}.",
  ],
  [
    "a repository that is its description",
    repositories({ "payments-api": "Takes payments." }),
    'repositories.payments-api: takes a map, but is "Takes payments."; write for example { name: payments-api }.',
  ],
  [
    "a repository without a value for its name",
    repositories({ "payments-api": { name: null } }),
    "repositories.payments-api.name: takes a text, but is null; write a value, or leave the key out.",
  ],
  [
    "a name that JavaScript keeps for itself",
    repositories(JSON.parse('{ "api": {}, "__proto__": {} }') as Sections),
    "repositories.__proto__: JavaScript keeps this name for itself; use another.",
  ],
  [
    "a description with a control character",
    repositories({ api: { description: "Rings \u0007." } }),
    "repositories.api.description: has the control character U+0007; take it out.",
  ],
  [
    "a description over the limit",
    repositories({ api: { description: "x".repeat(1001) } }),
    `repositories.api.description: "${"x".repeat(60)}…" is longer than 1000 characters; shorten it.`,
  ],
  [
    "a default branch with a wildcard",
    repositories({ api: { defaultBranch: "release/*" } }),
    'repositories.api.defaultBranch: "release/*" has a wildcard, but one branch is meant: write its whole name.',
  ],
  [
    "an encryption that does not exist",
    repositories({ api: { encryption: "custom-managed" } }),
    'repositories.api.encryption: "custom-managed" is not allowed. Did you mean "customer-managed"? Allowed: customer-managed, aws-managed.',
  ],
  [
    "an adoption that is neither true nor false",
    repositories({ api: { adopt: "arn:aws:codecommit:eu-central-1:123456789012:api" } }),
    'repositories.api.adopt: takes true or false, but is "arn:aws:codecommit:eu-central-1:123456789012:api".',
  ],
  [
    "a protection that does not exist",
    entry("repositories", { api: { protections: ["trunc"] } }),
    'repositories.api.protections[0]: there is no protection "trunc" (declared: trunk). Did you mean "trunk"?',
  ],
  [
    "a protection twice",
    entry("repositories", { api: { protections: ["trunk", "trunk"] } }),
    'repositories.api.protections[1]: "trunk" is in the list already; remove one.',
  ],
];
