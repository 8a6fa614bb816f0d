import { entry, type Sections, settingsKeys, type WrongSettings } from "../settings";

const right: Sections = { account: "210987654321", access: "contributor", repositories: ["payments-*"] };

/** The right primary with one role for another account, which differs from a right one in something. */
function partner(difference: Sections): Sections {
  return entry("crossAccount", { partner: { ...right, ...difference } });
}

function without(key: string): Sections {
  return entry("crossAccount", {
    partner: Object.fromEntries(Object.entries(right).filter(([name]) => name !== key)),
  });
}

const keys =
  "account, access, repositories, principals, externalId, requireMfa, organizationId, sessionHours, sessionTags";

export const wrongCrossAccount: readonly WrongSettings[] = [
  [
    "another account's role without its account",
    without("account"),
    "crossAccount.partner.account: is missing; it takes a text.",
  ],
  [
    "an account that YAML read as a number",
    partner({ account: 210987654321 }),
    "crossAccount.partner.account: takes a text, but is 210987654321; put it in quotes.",
  ],
  [
    "an account of eleven digits",
    partner({ account: "21098765432" }),
    'crossAccount.partner.account: "21098765432" is not an AWS account: it has 12 digits, for example "210987654321".',
  ],
  [
    "another account's role without access",
    without("access"),
    "crossAccount.partner.access: is missing; it takes one of power-user, contributor, reader.",
  ],
  [
    "an administrator from another account",
    partner({ access: "administrator" }),
    'crossAccount.partner.access: "administrator" is not allowed. Allowed: power-user, contributor, reader.',
  ],
  [
    "another account's role without repositories",
    without("repositories"),
    "crossAccount.partner.repositories: is missing; it takes a list.",
  ],
  [
    "another account's role with an empty list of repositories",
    partner({ repositories: [] }),
    'crossAccount.partner.repositories: names no repository: list at least one, or "*" for all.',
  ],
  [
    "a repository of another account's role that does not exist",
    partner({ repositories: ["payments-*", "web-shob"] }),
    'crossAccount.partner.repositories[1]: there is no repository "web-shob" (declared: payments-api, web-shop). Did you mean "web-shop"?',
  ],
  [
    "a repository of another account's role that is an ARN",
    partner({ repositories: ["arn:aws:codecommit:eu-central-1:123456789012:web-shop"] }),
    'crossAccount.partner.repositories[0]: "arn:aws:codecommit:eu-central-1:123456789012:web-shop" is not a repository\'s name: use letters, digits, ".", "_", "-", and "*" or "?" to match several.',
  ],
  [
    "a principal that is an ARN",
    partner({ principals: ["arn:aws:iam::210987654321:role/deployer"] }),
    'crossAccount.partner.principals[0]: "arn:aws:iam::210987654321:role/deployer" is not a role or user: write "role/" or "user/" and its name, for example "role/deployer".',
  ],
  [
    "a principal with a wildcard, which IAM takes for everybody or for nothing",
    partner({ principals: ["role/*"] }),
    'crossAccount.partner.principals[0]: "role/*" is not a role or user: write "role/" or "user/" and its name, for example "role/deployer".',
  ],
  [
    "an empty list of principals",
    partner({ principals: [] }),
    "crossAccount.partner.principals: names nobody: leave it out to trust whom the other account trusts.",
  ],
  [
    "one principal twice",
    partner({ principals: ["role/deployer", "role/deployer"] }),
    "crossAccount.partner.principals: has one principal twice.",
  ],
  [
    "an external id of one character",
    partner({ externalId: "x" }),
    "crossAccount.partner.externalId: is not an external id: 2 to 1,224 letters, digits and _ + = , . @ : / - without a space.",
  ],
  [
    "an external id with a space",
    partner({ externalId: "payments 2026" }),
    "crossAccount.partner.externalId: is not an external id: 2 to 1,224 letters, digits and _ + = , . @ : / - without a space.",
  ],
  [
    "a second factor that is not true or false",
    partner({ requireMfa: "always" }),
    'crossAccount.partner.requireMfa: takes true or false, but is "always".',
  ],
  [
    "a second factor asked of a role, which has none",
    partner({ requireMfa: true, principals: ["user/dana", "role/deployer"] }),
    'crossAccount.partner.requireMfa: "role/deployer" could never take the role, because the session of a role carries no second factor; name users, or leave requireMfa out.',
  ],
  [
    "an organization that is none",
    partner({ organizationId: "ou-a1b2c3d4e5" }),
    'crossAccount.partner.organizationId: is not an organization id: "o-" and 10 to 32 small letters or digits.',
  ],
  [
    "a session of no hour",
    partner({ sessionHours: 0 }),
    "crossAccount.partner.sessionHours: 0 is shorter than the 1 hour that IAM asks for.",
  ],
  [
    "a session of thirteen hours",
    partner({ sessionHours: 13 }),
    "crossAccount.partner.sessionHours: 13 is longer than the 12 hours that IAM allows.",
  ],
  [
    "a session of an hour and a half",
    partner({ sessionHours: 1.5 }),
    "crossAccount.partner.sessionHours: takes a whole number, but is 1.5.",
  ],
  [
    "a long session for a role, which gets one hour",
    partner({ sessionHours: 8, principals: ["role/deployer"] }),
    "crossAccount.partner.sessionHours: 8 is longer than the 1 hour that a session lasts when a role takes another; write 1.",
  ],
  [
    "a session tag that CodeCommit does not show",
    partner({ sessionTags: ["displayname"] }),
    'crossAccount.partner.sessionTags[0]: "displayname" is not allowed. Did you mean "displayName"? Allowed: displayName, emailAddress.',
  ],
  [
    "an unknown key of another account's role",
    partner({ mfa: true }),
    `crossAccount.partner.mfa: is not a setting. Allowed: ${keys}.`,
  ],
  [
    "a name of another account's role that does not fit into IAM names",
    entry("crossAccount", { Partner: right }),
    'crossAccount.Partner: "Partner" is not a usable name: use lower-case words joined by "-", for example "partner".',
  ],
  [
    "a mistyped section of roles for other accounts",
    { ...entry("crossaccount", { partner: right }) },
    `crossaccount: is not a setting. Did you mean "crossAccount"? Allowed: ${settingsKeys}.`,
  ],
  [
    "an approver from another account",
    {
      ...partner({}),
      protections: {
        trunk: {
          branches: ["main"],
          pushers: ["release-managers"],
          approvals: { main: { needed: 1, from: { roles: ["Review/*", "ccp-dev-partner/*"] } } },
        },
      },
    },
    'protections.trunk.approvals.main.from.roles[1]: "ccp-dev-partner/*" are sessions of crossAccount.partner, and nobody from another account approves; name people and roles of this account.',
  ],
  [
    "a role name over IAM's limit",
    { ...entry("crossAccount", { ["p".repeat(30)]: right }), environment: "e".repeat(30) },
    `crossAccount.${"p".repeat(30)}: the role's name "ccp-${"e".repeat(30)}-${"p".repeat(30)}" has 65 characters, but IAM allows 64; shorten the name or the environment.`,
  ],
];
