import { entry, primary, type Sections, type WrongSettings } from "../settings";

/** The right primary, whose protection of main needs approvals, and with teams of its own where the case needs them. */
function approvals(rules: unknown, teams: object = {}): Sections {
  return {
    ...primary,
    teams: { ...(primary.teams as object), ...teams },
    protections: { trunk: { branches: ["main"], pushers: ["release-managers"], approvals: rules } },
  };
}

const from = (approvers: unknown, needed = 1) => ({ main: { needed, from: approvers } });
const rules = (count: number, name: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index}`, { needed: 1 }]));

export const wrongApprovals: readonly WrongSettings[] = [
  [
    "approvals that are not a map",
    approvals(["main"]),
    'protections.trunk.approvals: takes a map, but is ["main"].',
  ],
  [
    "approvals without their number",
    approvals({ main: {} }),
    "protections.trunk.approvals.main.needed: is missing; it takes a number.",
  ],
  [
    "a number of approvals that is none",
    approvals({ main: { needed: "two" } }),
    'protections.trunk.approvals.main.needed: takes a number, but is "two".',
  ],
  ...[0, 1.5, 201].map((needed): WrongSettings => [
    `${needed} approvals`,
    approvals({ main: { needed } }),
    `protections.trunk.approvals.main.needed: ${needed} is no number of approvals: use a whole number from 1 to 200.`,
  ]),
  [
    "an unknown key of approvals",
    approvals(from({ team: ["developers"] })),
    'protections.trunk.approvals.main.from.team: is not a setting. Did you mean "teams"? Allowed: teams, people, roles.',
  ],
  [
    "approvals of a branch that begins with a star",
    approvals({ "*/main": { needed: 1 } }),
    'protections.trunk.approvals.*/main: "*/main" is no branch of an approval rule: CodeCommit takes "*", but not at the beginning, and no "?"; "*" alone is every branch.',
  ],
  [
    "approvals of a branch with a question mark",
    approvals({ "release/?": { needed: 1 } }),
    'protections.trunk.approvals.release/?: "release/?" is no branch of an approval rule: CodeCommit takes "*", but not at the beginning, and no "?"; "*" alone is every branch.',
  ],
  [
    "approvals of a full reference",
    approvals({ "refs/heads/main": { needed: 1 } }),
    'protections.trunk.approvals.refs/heads/main: "refs/heads/main" starts with "refs/": write the branch as people know it, "main".',
  ],
  [
    "a team of approvers that does not exist",
    approvals(from({ teams: ["developer"] })),
    'protections.trunk.approvals.main.from.teams[0]: there is no team "developer" (declared: developers, release-managers). Did you mean "developers"?',
  ],
  [
    "an approver who does not exist",
    approvals(from({ people: ["ritta"] })),
    'protections.trunk.approvals.main.from.people[0]: there is no person "ritta" (declared: dana, rita). Did you mean "rita"?',
  ],
  [
    "an approver twice",
    approvals(from({ people: ["rita", "rita"] })),
    'protections.trunk.approvals.main.from.people[1]: "rita" is in the list already; remove one.',
  ],
  [
    "a role of approvers instead of its sessions",
    approvals(from({ roles: ["Review"] })),
    'protections.trunk.approvals.main.from.roles[0]: "Review" is no role\'s sessions: write "Role/*", or "Role/session" with the session\'s name.',
  ],
  [
    "a role's ARN",
    approvals(from({ roles: ["arn:aws:iam::123456789012:role/Review"] })),
    'protections.trunk.approvals.main.from.roles[0]: "arn:aws:iam::123456789012:role/Review" is no role\'s sessions: write "Role/*", or "Role/session" with the session\'s name.',
  ],
  [
    "a pool of nobody",
    approvals(from({ teams: ["guests"] }), { guests: { access: "reader" } }),
    "protections.trunk.approvals.main.from: names nobody, so that no pull request could ever be merged; name teams with members, people or roles, or leave it out: everybody's approval counts then.",
  ],
  [
    "more approvals than approvers",
    approvals(from({ teams: ["release-managers"], roles: ["Review/bot"] }, 3)),
    "protections.trunk.approvals.main.from: has 2 to give approvals (rita, Review/bot), but 3 are needed; name more, or need fewer.",
  ],
  [
    "a pool that is too large",
    approvals(from({ teams: ["many"], people: ["rita"] }), {
      many: { access: "reader", members: Array.from({ length: 50 }, (_, index) => `p${index}`) },
    }),
    "protections.trunk.approvals.main.from: names 51 people and roles, but CodeCommit allows 50 in an approval rule; name fewer, or a role that they assume.",
  ],
  [
    "more approval rules than CodeCommit takes for a repository",
    {
      ...primary,
      repositories: { "payments-api": { protections: ["trunk", "others"] }, "web-shop": {} },
      protections: {
        trunk: { branches: ["main"], approvals: rules(20, "a") },
        others: { branches: ["develop"], approvals: rules(6, "b") },
      },
    },
    'repositories.payments-api.protections: have 26 approval rules together, but CodeCommit allows 25 for a repository; use fewer protections, or branch patterns such as "release/*".',
  ],
  [
    "more approval rules than CodeCommit takes in a region",
    entry("protections", {
      trunk: { branches: ["main"], approvals: rules(1, "a") },
      others: { branches: ["main"], approvals: rules(1000, "b") },
    }),
    "protections: have 1001 approval rules together, but CodeCommit allows 1000 templates in a region; share protections among repositories.",
  ],
];
