import { entry, type WrongSettings } from "../settings";

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
    'protections.trunk.branches[0]: "release..1" is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", and no "/" or "." at either end.',
  ],
  [
    "a branch that looks like a commit",
    entry("protections", { trunk: { branches: ["0123456789012345678901234567890123456789"] } }),
    'protections.trunk.branches[0]: "0123456789012345678901234567890123456789" looks like a commit id, which CodeCommit refuses.',
  ],
  [
    "a protection without a branch",
    entry("protections", { trunk: { branches: [] } }),
    "protections.trunk.branches: names no branch: list at least one, for example main.",
  ],
];
