import { primary, type Sections, type WrongSettings } from "../settings";

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
    'protections.trunk.approvals: takes a map, but is ["main"]; write for example { main: { needed: 2, from: { teams: [release-managers] } } }.',
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
    "protections.trunk.approvals.main.from: 3 approvals are needed, but a pull request in payments-api gets 1 at most: rita, Review/bot may approve, of whom an author (rita, for example) does not count. Name more who may, for example a team with access reviewer, or need fewer.",
  ],
  [
    "a pool of all of whom as many approvals are needed, of which an author gives none",
    approvals(from({ teams: ["developers", "release-managers"] }, 2)),
    "protections.trunk.approvals.main.from: 2 approvals are needed, but a pull request in payments-api gets 1 at most: dana, rita may approve, of whom an author (dana, for example) does not count. Name more who may, for example a team with access reviewer, or need fewer.",
  ],
  [
    "approvers who may only read",
    approvals(from({ teams: ["auditors"] }), { auditors: { access: "reader", members: ["amir", "ann"] } }),
    "protections.trunk.approvals.main.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: nobody may approve; amir (reader), ann (reader) may not. Name more who may, for example a team with access reviewer.",
  ],
  [
    "an approver whose team only reads, whatever else approves",
    approvals(from({ people: ["dana", "amir"] }), { auditors: { access: "reader", members: ["amir"] } }),
    "protections.trunk.approvals.main.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: dana may approve, of whom an author (dana, for example) does not count; amir (reader) may not. Name more who may, for example a team with access reviewer.",
  ],
  [
    "an existing role that only reads",
    approvals(from({ roles: ["Audit/*"] }), { auditors: { access: "reader", roles: ["Audit"] } }),
    "protections.trunk.approvals.main.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: nobody may approve; Audit/* (reader) may not. Name more who may, for example a team with access reviewer.",
  ],
  [
    "contributors who approve elsewhere only",
    {
      ...approvals(from({ teams: ["shop"] }), {
        shop: { access: "contributor", repositories: ["web-*"], members: ["sam", "sue"] },
      }),
      repositories: { "payments-api": { protections: ["trunk"] }, "web-shop": { protections: ["trunk"] } },
    },
    "protections.trunk.approvals.main.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: nobody may approve; sam (contributor of other repositories), sue (contributor of other repositories) may not. Name more who may, for example a team with access reviewer.",
  ],
  [
    "an approver who is guarded and in no team",
    { ...approvals(from({ people: ["carla"] })), people: { carla: { protections: ["trunk"] } } },
    "protections.trunk.approvals.main.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: nobody may approve; carla (in no team) may not. Name more who may, for example a team with access reviewer.",
  ],
  [
    "a lonely approver of a branch that others push, too",
    {
      ...approvals({ develop: { needed: 1, from: { people: ["rita"] } } }),
    },
    "protections.trunk.approvals.develop.from: 1 approval is needed, but a pull request in payments-api gets 0 at most: rita may approve, of whom an author (rita, for example) does not count. Name more who may, for example a team with access reviewer.",
  ],
  [
    "a pool that is too large",
    approvals(from({ teams: ["many"], people: ["rita"] }), {
      many: { access: "power-user", members: Array.from({ length: 50 }, (_, index) => `p${index}`) },
    }),
    "protections.trunk.approvals.main.from: names 51 people and roles, but CodeCommit allows 50 in an approval rule; name fewer, or a role that they assume.",
  ],
  [
    "more approval rules than CodeCommit takes for a repository",
    {
      ...primary,
      repositories: { "payments-api": { protections: ["trunk", "others"] }, "web-shop": {} },
      protections: {
        trunk: { branches: ["main"], pushers: ["developers"], approvals: rules(20, "a") },
        others: { branches: ["develop"], pushers: ["developers"], approvals: rules(6, "b") },
      },
    },
    'repositories.payments-api.protections: have 26 approval rules together, but CodeCommit allows 25 for a repository; use fewer protections, or branch patterns such as "release/*".',
  ],
  [
    "more approval rules than CodeCommit takes in a region",
    {
      ...primary,
      repositories: Object.fromEntries(
        Array.from({ length: 41 }, (_, index) => [`r${index}`, { protections: [`p${index}`] }]),
      ),
      protections: Object.fromEntries(
        Array.from({ length: 41 }, (_, index) => [
          `p${index}`,
          { branches: ["main"], pushers: ["developers"], approvals: rules(index === 0 ? 1 : 25, "a") },
        ]),
      ),
    },
    "protections: have 1001 approval rules together, but CodeCommit allows 1000 templates in a region; share protections among repositories.",
  ],
];
