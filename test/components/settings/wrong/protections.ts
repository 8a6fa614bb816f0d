import { entry, primary, teamsWith, type Sections, type WrongSettings } from "../settings";

/** The right primary, with a second protection of payments-api, which also protects tags now. */
function overlapping(references: object, rest: object): Sections {
  return {
    ...primary,
    repositories: {
      "payments-api": { protections: ["trunk", "other"] },
      "web-shop": { protections: ["trunk"] },
    },
    protections: {
      trunk: { branches: ["main", "release/*"], tags: ["v*"], pushers: ["release-managers"] },
      other: { ...references, ...rest },
    },
  };
}

const pusherWay =
  "Name a team with members or roles whose access is administrator, power-user or, for its own repositories, contributor.";

export const wrongProtections: readonly WrongSettings[] = [
  [
    "a team that does not exist",
    entry("protections", { trunk: { branches: ["main"], pushers: ["release-manager"] } }),
    'protections.trunk.pushers[0]: there is no team "release-manager" (declared: developers, release-managers). Did you mean "release-managers"?',
  ],
  [
    'a branch with a leading "refs/"',
    entry("protections", { trunk: { branches: ["refs/heads/main"] } }),
    'protections.trunk.branches[0]: "refs/heads/main" starts with "refs/": write the branch as people know it, "main".',
  ],
  [
    "a branch that git does not allow",
    entry("protections", { trunk: { branches: ["release..1"] } }),
    'protections.trunk.branches[0]: "release..1" is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", no "/" or "." at either end, no "/." and no ".lock" behind a word, and no "-" in front.',
  ],
  [
    "a branch that looks like a commit",
    entry("protections", { trunk: { branches: ["0123456789012345678901234567890123456789"] } }),
    'protections.trunk.branches[0]: "0123456789012345678901234567890123456789" looks like a commit id, which CodeCommit refuses.',
  ],
  [
    "a branch that IAM would take for a variable",
    entry("protections", { trunk: { branches: ["team-${aws}/main"] } }),
    'protections.trunk.branches[0]: "team-${aws}/main" contains "${", which IAM would read as a policy variable, so that nothing would be protected.',
  ],
  [
    "a branch that is too long",
    entry("protections", { trunk: { branches: ["b".repeat(257)] } }),
    `protections.trunk.branches[0]: "${"b".repeat(257)}" has 257 characters: a branch name has 1 to 256.`,
  ],
  [
    'a tag with a leading "refs/"',
    entry("protections", { trunk: { tags: ["refs/tags/v1"] } }),
    'protections.trunk.tags[0]: "refs/tags/v1" starts with "refs/": write the tag as people know it, "v1".',
  ],
  [
    "a tag that git does not allow",
    entry("protections", { trunk: { tags: ["v 1"] } }),
    'protections.trunk.tags[0]: "v 1" is not a tag: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", no "/" or "." at either end, no "/." and no ".lock" behind a word, and no "-" in front.',
  ],
  [
    "a tag that looks like a commit",
    entry("protections", { trunk: { tags: ["0123456789012345678901234567890123456789"] } }),
    'protections.trunk.tags[0]: "0123456789012345678901234567890123456789" looks like a commit id, which CodeCommit refuses.',
  ],
  ...(
    [
      [
        "{main,master}",
        'has braces, which are read as they stand; list each name: write for example "main", "master".',
      ],
      [
        "main,develop",
        'has a comma, as a list in one text has; list each name: write for example "main", "develop".',
      ],
      [
        "!main",
        'begins with "!", but nothing can be taken back; list what is meant, and nothing else: write for example "main".',
      ],
      [
        "release/.*",
        'looks like a regular expression, but at most "*" (any characters) and "?" (any one) match here: write for example "release/*".',
      ],
      [
        "^(main|develop)$",
        'looks like a regular expression, but at most "*" (any characters) and "?" (any one) match here: write for example "*".',
      ],
      [
        "release/[0-9]+",
        'looks like a regular expression, but at most "*" (any characters) and "?" (any one) match here: write for example "release/*".',
      ],
      [
        "origin/main",
        'looks like a branch of a remote, as a clone shows it; leave the remote out: write for example "main".',
      ],
      ["heads/main", 'begins like a full reference; give the name alone: write for example "main".'],
      ["release%2F1.0", 'looks like a part of a URL; give the name itself: write for example "release/1.0".'],
    ] as const
  ).map(([branch, hint]): WrongSettings => [
    `the branch ${branch}, as other tools write it`,
    entry("protections", { trunk: { branches: [branch], pushers: ["developers"] } }),
    `protections.trunk.branches[0]: ${JSON.stringify(branch)} ${hint} If it is really called so, write "?" for the sign.`,
  ]),
  ...["x.lock", "a.lock/b", "-x", "release/.x", "a\tb", "a~b", "main.", "/main", "a//b", "a@{b"].map(
    (branch): WrongSettings => [
      `the branch ${JSON.stringify(branch)}, which git does not take`,
      entry("protections", { trunk: { branches: [branch], pushers: ["developers"] } }),
      `protections.trunk.branches[0]: ${JSON.stringify(branch)} is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", no "/" or "." at either end, no "/." and no ".lock" behind a word, and no "-" in front.`,
    ],
  ),
  ...["HEAD", "@"].map((branch): WrongSettings => [
    `the branch ${branch}`,
    entry("protections", { trunk: { branches: [branch], pushers: ["developers"] } }),
    `protections.trunk.branches[0]: ${JSON.stringify(branch)} is no branch, but git's name for what is checked out: write the branch's own name.`,
  ]),
  [
    "a branch with a Cyrillic letter",
    entry("protections", { trunk: { branches: ["m\u0430in"], pushers: ["developers"] } }),
    'protections.trunk.branches[0]: "m\u0430in" has "\u0430" (U+0430) among Latin letters, which looks like one of them and is another: type the name anew.',
  ],
  [
    "a branch with a sign that nobody sees",
    entry("protections", { trunk: { branches: ["ma\u200bin"], pushers: ["developers"] } }),
    'protections.trunk.branches[0]: "ma\u200bin" has U+200B, which nobody sees: take it out.',
  ],
  [
    "a branch that IAM's policies have no characters for",
    entry("protections", { trunk: { branches: ["\u65e5\u672c"], pushers: ["developers"] } }),
    'protections.trunk.branches[0]: "\u65e5\u672c" has "\u65e5" (U+65E5), but the policies of IAM take no character beyond U+00FF: write "?" in its place, which matches any one.',
  ],
  [
    "a full name of a tag among the branches",
    entry("protections", { trunk: { branches: ["refs/tags/v1"], pushers: ["developers"] } }),
    'protections.trunk.branches[0]: "refs/tags/v1" is a tag: write it into tags.',
  ],
  [
    "a branch of a remote, in full",
    entry("protections", { trunk: { branches: ["refs/remotes/origin/main"], pushers: ["developers"] } }),
    'protections.trunk.branches[0]: "refs/remotes/origin/main" is no branch: write one as people know it, for example "main".',
  ],
  [
    "tags that are not a list",
    entry("protections", { trunk: { branches: ["main"], tags: "v*" } }),
    'protections.trunk.tags: takes a list, but is "v*"; write for example [v*].',
  ],
  [
    "a protection of nothing",
    entry("protections", { trunk: {} }),
    "protections.trunk: protects nothing: list at least one branch or tag, for example branches: [main].",
  ],
  [
    "a branch twice",
    entry("protections", { trunk: { branches: ["main", "release/*", "main"], pushers: ["developers"] } }),
    'protections.trunk.branches[2]: "main" is in the list already; remove one.',
  ],
  [
    "a pusher twice",
    entry("protections", { trunk: { branches: ["main"], pushers: ["developers", "developers"] } }),
    'protections.trunk.pushers[1]: "developers" is in the list already; remove one.',
  ],
  [
    "an unknown key of a protection",
    entry("protections", { trunk: { branch: ["main"], tags: ["v*"], pushers: ["developers"] } }),
    'protections.trunk.branch: is not a setting. Did you mean "branches"? Allowed: branches, tags, pushers, pullRequests, approvals.',
  ],
  [
    "pull requests for whom nobody knows",
    entry("protections", { trunk: { branches: ["main"], pullRequests: "all" } }),
    'protections.trunk.pullRequests: "all" is not allowed. Allowed: pushers, everyone.',
  ],
  [
    "merges that nothing holds up",
    entry("protections", {
      trunk: {
        branches: ["main", "release/*"],
        pullRequests: "everyone",
        approvals: { main: { needed: 1 }, "release/1*": { needed: 1 } },
      },
    }),
    'protections.trunk.pullRequests: everyone could merge into branch "release/*" without any approval; add approvals for it, for example "release/*": { needed: 1 }.',
  ],
  [
    "merges into any branch that nothing holds up",
    entry("protections", { trunk: { branches: ["*/stable"], pullRequests: "everyone" } }),
    'protections.trunk.pullRequests: everyone could merge into branch "*/stable" without any approval; add approvals for it, for example "*": { needed: 1 }.',
  ],
  [
    "merges into tags",
    entry("protections", { trunk: { tags: ["v*"], pushers: ["developers"], pullRequests: "everyone" } }),
    "protections.trunk.pullRequests: a pull request never goes into a tag, and no branch is protected here; leave it out.",
  ],
  [
    "a protection that no repository names",
    entry("repositories", { "payments-api": {}, "web-shop": {} }),
    'protections.trunk: no repository names it, so that it protects nothing; add "trunk" to the protections of a repository, or remove the entry.',
  ],
  [
    "branches that nobody may push",
    entry("protections", { trunk: { branches: ["main", "release/*"], tags: ["v*"] } }),
    `protections.trunk.pushers: nobody could ever create or move main, release/*, v* of payments-api, because no team is named. ${pusherWay}`,
  ],
  [
    "a list of no pushers",
    entry("protections", { trunk: { branches: ["main"], pushers: [] } }),
    `protections.trunk.pushers: nobody could ever create or move main of payments-api, because no team is named. ${pusherWay}`,
  ],
  [
    "pushers who read or review only, or are nobody",
    {
      ...teamsWith({
        auditors: { access: "reader", members: ["amir"] },
        reviewers: { access: "reviewer", members: ["rosa"] },
        interns: { access: "power-user" },
      }),
      protections: { trunk: { branches: ["main"], pushers: ["auditors", "reviewers", "interns"] } },
    },
    `protections.trunk.pushers: nobody could ever create or move main of payments-api, because auditors is a reader, reviewers is a reviewer, interns has neither members nor roles. ${pusherWay}`,
  ],
  [
    "pushers who contribute to another repository",
    {
      ...teamsWith({ payments: { access: "contributor", repositories: ["payments-*"], members: ["pia"] } }),
      repositories: { "payments-api": { protections: ["trunk"] }, "web-shop": { protections: ["trunk"] } },
      protections: { trunk: { branches: ["main"], pushers: ["payments"] } },
    },
    `protections.trunk.pushers: nobody could ever create or move main of web-shop, because payments is a contributor of other repositories. ${pusherWay}`,
  ],
  [
    "tags that nobody may push, where pull requests move the branches",
    entry("protections", {
      trunk: {
        branches: ["main"],
        tags: ["v*"],
        pullRequests: "everyone",
        approvals: { main: { needed: 1 } },
      },
    }),
    `protections.trunk.pushers: nobody could ever create or move v* of payments-api, because no team is named. ${pusherWay}`,
  ],
  [
    "two guards of one branch with different pushers",
    overlapping({ branches: ["develop", "rel*"], tags: ["v1.?"] }, { pushers: ["developers"] }),
    'protections.other: covers branch "rel*" (there "release/*"), tag "v1.?" (there "v*") of payments-api, as "trunk" does, but with other pushers (developers; there release-managers), and the deny of each would stop those of the other. Give both the same pushers. Or make their patterns distinct, or take one of the two out of the repository.',
  ],
  [
    "two guards of one branch, one of which lets everyone merge",
    overlapping(
      { branches: ["main"] },
      { pushers: ["release-managers"], pullRequests: "everyone", approvals: { main: { needed: 1 } } },
    ),
    'protections.other: covers branch "main" of payments-api, as "trunk" does, but pullRequests is everyone here and pushers there, and the stricter would win. Give both the same. Or make their patterns distinct, or take one of the two out of the repository.',
  ],
];
