import { entry, primary, teamsWith, type WrongSettings } from "../settings";

export const wrongTeams: readonly WrongSettings[] = [
  [
    "an access level that does not exist",
    entry("teams", { ...(primary.teams as object), auditors: { access: "poweruser" } }),
    'teams.auditors.access: "poweruser" is not allowed. Did you mean "power-user"? Allowed: administrator, power-user, contributor, reviewer, reader.',
  ],
  [
    "a missing access level",
    entry("teams", { ...(primary.teams as object), auditors: {} }),
    "teams.auditors.access: is missing; it takes one of administrator, power-user, contributor, reviewer, reader.",
  ],
  [
    "members that are not a list",
    entry("teams", { ...(primary.teams as object), auditors: { access: "reader", members: "amir" } }),
    'teams.auditors.members: takes a list, but is "amir"; write for example [amir].',
  ],
  [
    "a contributor team without repositories",
    entry("teams", { ...(primary.teams as object), partners: { access: "contributor" } }),
    "teams.partners.repositories: is missing; a contributor team names its repositories, for example [payments-*].",
  ],
  [
    "a contributor's repository that does not exist",
    entry("teams", {
      ...(primary.teams as object),
      partners: { access: "contributor", repositories: ["payments-*", "web-shob"] },
    }),
    'teams.partners.repositories[1]: there is no repository "web-shob" (declared: payments-api, web-shop). Did you mean "web-shop"?',
  ],
  [
    "repositories of a team that reaches all of them",
    entry("teams", {
      ...(primary.teams as object),
      auditors: { access: "reader", repositories: ["web-shop"] },
    }),
    'teams.auditors.repositories: goes with access contributor only; "reader" reaches every repository.',
  ],
  [
    "a person who may push by one team and not by another",
    entry("teams", { ...(primary.teams as object), auditors: { access: "reader", members: ["rita"] } }),
    'protections.trunk: "rita" is in "release-managers", which may push, and in "auditors", which may not; the deny would win. Take the person out of one, or add "auditors" to the pushers.',
  ],
  [
    "a person in more teams than IAM allows",
    entry(
      "teams",
      Object.fromEntries([
        ["release-managers", { access: "power-user", members: ["rita"] }],
        ...["developers", ..."abcdefghij"].map((team) => [team, { access: "reader", members: ["dana"] }]),
      ]),
    ),
    'teams: "dana" is a member of 11 teams (developers, a, b, c, d, e, f, g, h, i, j), but IAM allows 10 groups a user; merge some teams.',
  ],
  [
    "a role by ARN",
    teamsWith({ auditors: { access: "reader", roles: ["arn:aws:iam::123456789012:role/audit/Auditor"] } }),
    'teams.auditors.roles[0]: "arn:aws:iam::123456789012:role/audit/Auditor" is more than a role\'s name: write "Auditor", without ARN and path.',
  ],
  [
    "a role whose name IAM does not take",
    teamsWith({ auditors: { access: "reader", roles: ["Auditor!"] } }),
    'teams.auditors.roles[0]: "Auditor!" is not a role\'s name: IAM takes 1 to 64 letters, digits and _ + = , . @ -.',
  ],
  [
    "a role of IAM Identity Center",
    teamsWith({
      auditors: {
        access: "reader",
        roles: ["aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Audit_0123456789abcdef"],
      },
    }),
    'teams.auditors.roles[0]: "aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Audit_0123456789abcdef" belongs to a permission set of IAM Identity Center, and AWS lets nobody else change it: list the team\'s policies (docs/access.md) as customer managed policies of the permission set, or name a role of your own.',
  ],
  [
    "a service-linked role",
    teamsWith({ auditors: { access: "reader", roles: ["AWSServiceRoleForECS"] } }),
    'teams.auditors.roles[0]: "AWSServiceRoleForECS" is a service-linked role, which only its service changes: name a role that people take.',
  ],
  [
    "a role of the platform's own",
    teamsWith({ auditors: { access: "reader", roles: ["ccp-dev-eu-west-1-replicator"] } }),
    'teams.auditors.roles[0]: "ccp-dev-eu-west-1-replicator" is named like a role of this platform; name one that people take.',
  ],
  [
    "a role in two spellings",
    teamsWith({
      auditors: { access: "reader", roles: ["Federated"] },
      partners: { access: "reader", roles: ["federated"] },
    }),
    'teams.partners.roles[0]: "federated" and "Federated" of teams.auditors are one role, because IAM does not tell case; write it one way.',
  ],
  [
    "a role that may push by one team and not by another",
    entry("teams", {
      developers: { access: "power-user", members: ["dana"], roles: ["Federated"] },
      "release-managers": { access: "power-user", members: ["rita"], roles: ["Federated"] },
    }),
    'protections.trunk: "Federated" is in "release-managers", which may push, and in "developers", which may not; the deny would win. Take the role out of one, or add "developers" to the pushers.',
  ],
  [
    "an administrator who is denied administration by another team",
    teamsWith({ platform: { access: "administrator", members: ["dana"] } }),
    'teams: "dana" is in "platform", whose access is administrator, and in "developers", which is denied administration; the deny would win. Take the person out of one.',
  ],
  [
    "an administrators' role that is denied administration by another team",
    teamsWith({
      platform: { access: "administrator", roles: ["Federated"] },
      auditors: { access: "reader", roles: ["Federated"] },
    }),
    'teams: "Federated" is in "platform", whose access is administrator, and in "auditors", which is denied administration; the deny would win. Take the role out of one.',
  ],
  [
    "a wish for MFA that is neither true nor false",
    teamsWith({ auditors: { access: "reader", requireMfa: "always" } }),
    'teams.auditors.requireMfa: takes true or false, but is "always".',
  ],
  [
    "a wish for MFA from roles, whose sessions have none",
    teamsWith({ auditors: { access: "reader", roles: ["Federated", "Auditor"], requireMfa: true } }),
    'teams.auditors.requireMfa: would shut out "Federated", "Auditor", because the session of a role carries no second factor; demand it in the trust policy of the role, and put the role into a team without requireMfa.',
  ],
];
