import { entry, repositories, primary, replica, type WrongSettings } from "../settings";

const characters = "letters, digits, spaces and _ . : / = + - @";
const many = (count: number, prefix = "tag") =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, "x"]));

export const wrongTags: readonly WrongSettings[] = [
  [
    "a tag's value without quotes",
    entry("tags", { "cost-center": 42 }),
    "tags.cost-center: takes a text, but is 42; put it in quotes.",
  ],
  [
    "tags that are a list",
    entry("tags", ["a"]),
    'tags: takes a map, but is ["a"]; write for example { cost-center: "42" }.',
  ],
  [
    "a tag of AWS's own",
    entry("tags", { "AWS:team": "web" }),
    'tags.AWS:team: its key begins with "aws:", which AWS keeps for itself; choose another.',
  ],
  [
    "a tag of the platform's own",
    entry("tags", { "codecommit-platform:environment": "prod" }),
    'tags.codecommit-platform:environment: its key begins with "codecommit-platform:", which the platform sets itself; choose another.',
  ],
  [
    "a tag without a key",
    entry("tags", { "": "x" }),
    "tags.: its key has 0 characters; AWS allows 1 to 128.",
  ],
  [
    "a tag whose key is too long",
    entry("tags", { ["k".repeat(129)]: "x" }),
    `tags.${"k".repeat(129)}: its key has 129 characters; AWS allows 1 to 128.`,
  ],
  [
    "a tag whose value is too long",
    entry("tags", { team: "v".repeat(257) }),
    "tags.team: its value has 257 characters; AWS allows 256.",
  ],
  [
    "a tag whose key AWS refuses",
    entry("tags", { "r&d": "x" }),
    `tags.r&d: its key has a character that AWS refuses; use ${characters}.`,
  ],
  [
    "a tag whose value AWS refuses",
    entry("tags", { team: "*" }),
    `tags.team: its value has a character that AWS refuses; use ${characters}.`,
  ],
  [
    "two tags of one key in different case",
    entry("tags", { Team: "a", team: "b" }),
    'tags.team: differs from "Team" in nothing but case, and IAM takes the two for one; remove one.',
  ],
  [
    "more tags than AWS allows",
    entry("tags", many(50)),
    "tags: 50 tags and the platform's own make more than the 50 that AWS allows; remove some.",
  ],
  [
    "more tags of a repository than the default ones leave",
    { ...repositories({ api: { tags: many(40, "own") } }), tags: many(10) },
    "repositories.api.tags: 40 tags and the 11 that everything has are 1 more than the 50 that AWS allows; remove some.",
  ],
  [
    "a repository's tag that AWS refuses",
    repositories({ api: { tags: { "aws:x": "y" } } }),
    'repositories.api.tags.aws:x: its key begins with "aws:", which AWS keeps for itself; choose another.',
  ],
  [
    "a replica's tag that AWS refuses",
    { ...replica, tags: { team: "#1" } },
    `tags.team: its value has a character that AWS refuses; use ${characters}.`,
  ],
  [
    "an account that is too short",
    { ...primary, allowedAccountIds: ["12345"] },
    'allowedAccountIds[0]: "12345" is not an account: write its 12 digits, in quotes.',
  ],
  [
    "an account without quotes",
    { ...primary, allowedAccountIds: [123456789012] },
    "allowedAccountIds[0]: takes a text, but is 123456789012; put it in quotes.",
  ],
  [
    "no account at all",
    { ...primary, allowedAccountIds: [] },
    "allowedAccountIds: names no account: list at least one, or leave the key out.",
  ],
];
