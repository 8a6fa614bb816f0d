import { entry, primary, type WrongSettings } from "../settings";

export const wrongTeams: readonly WrongSettings[] = [
  [
    "an access level that does not exist",
    entry("teams", { ...(primary.teams as object), auditors: { access: "poweruser" } }),
    'teams.auditors.access: "poweruser" is not allowed. Did you mean "power-user"? Allowed: administrator, power-user, contributor, reader.',
  ],
  [
    "a missing access level",
    entry("teams", { ...(primary.teams as object), auditors: {} }),
    "teams.auditors.access: is missing; it takes one of administrator, power-user, contributor, reader.",
  ],
  [
    "members that are not a list",
    entry("teams", { ...(primary.teams as object), auditors: { access: "reader", members: "amir" } }),
    'teams.auditors.members: takes a list, but is "amir".',
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
        ["release-managers", { access: "reader" }],
        ...["developers", ..."abcdefghij"].map((team) => [team, { access: "reader", members: ["dana"] }]),
      ]),
    ),
    'teams: "dana" is a member of 11 teams (developers, a, b, c, d, e, f, g, h, i, j), but IAM allows 10 groups a user; merge some teams.',
  ],
];
