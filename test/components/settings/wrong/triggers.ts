import { primary, type Sections, type WrongSettings } from "../settings";

const right = { events: ["push"], topic: "builds" };
const deploy = "arn:aws:lambda:eu-central-1:123456789012:function:deploy";

const triggered = (trigger: object, more: Sections = {}): Sections => ({
  ...primary,
  topics: { builds: {} },
  triggers: { build: { ...right, ...trigger } },
  ...more,
});

const many = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, value]));

export const wrongTriggers: readonly WrongSettings[] = [
  [
    "a trigger's name that CodeCommit refuses",
    triggered({}, { triggers: { "on push": right } }),
    'triggers.on push: "on push" is not a trigger\'s name: use 1 to 100 letters, digits, ".", "_" and "-", for example "on-push".',
  ],
  [
    "an event as the API calls it",
    triggered({ events: ["updateReference"] }),
    'triggers.build.events[0]: "updateReference" is not allowed. Allowed: push, create, delete, all.',
  ],
  [
    "a trigger of no event",
    triggered({ events: [] }),
    "triggers.build.events: names no event: list push, create or delete, or all of them by all.",
  ],
  [
    "a trigger of all events and one more",
    triggered({ events: ["all", "push"] }),
    "triggers.build.events: names all and more; all goes alone.",
  ],
  [
    "a trigger without a repository",
    triggered({ repositories: [] }),
    'triggers.build.repositories: names no repository: list at least one, or "*" for all.',
  ],
  [
    "a trigger of a repository that does not exist",
    triggered({ repositories: ["web-shob"] }),
    'triggers.build.repositories[0]: there is no repository "web-shob" (declared: payments-api, web-shop). Did you mean "web-shop"?',
  ],
  [
    "a trigger's branch with a wildcard",
    triggered({ branches: ["release/*"] }),
    'triggers.build.branches[0]: "release/*" has a wildcard, but one branch is meant: write its whole name.',
  ],
  [
    "more branches than a trigger takes",
    triggered({ branches: Object.keys(many(11, {})) }),
    "triggers.build.branches: names 11 branches, but CodeCommit allows 10 a trigger; leave some out, or all of them to watch every branch.",
  ],
  [
    "a trigger that goes nowhere",
    triggered({ topic: undefined }),
    "triggers.build: goes to one place: write either topic or function.",
  ],
  [
    "a trigger that goes to two places",
    triggered({ function: deploy }),
    "triggers.build: goes to one place: write either topic or function.",
  ],
  [
    "a trigger's topic that does not exist",
    triggered({ topic: "build" }),
    'triggers.build.topic: there is no topic "build" (declared: builds). Did you mean "builds"?',
  ],
  [
    "a trigger's topic of another region",
    triggered({ topic: "arn:aws:sns:us-east-1:123456789012:builds" }),
    'triggers.build.topic: "arn:aws:sns:us-east-1:123456789012:builds" is in us-east-1, but this stack is in eu-central-1; name a topic of this region, which can have subscribers anywhere.',
  ],
  [
    "a trigger's function of another region",
    triggered({ topic: undefined, function: deploy.replace("eu-central-1", "eu-west-1") }),
    'triggers.build.function: "arn:aws:lambda:eu-west-1:123456789012:function:deploy" is in eu-west-1, but this stack is in eu-central-1; CodeCommit reaches functions of its own region only.',
  ],
  [
    "a trigger's function that is a topic",
    triggered({ topic: undefined, function: "arn:aws:sns:eu-central-1:123456789012:builds" }),
    'triggers.build.function: "arn:aws:sns:eu-central-1:123456789012:builds" is not the ARN of a Lambda function: write the whole of it, for example "arn:aws:lambda:eu-central-1:123456789012:function:announce".',
  ],
  [
    "custom data over the limit",
    triggered({ customData: "x".repeat(1001) }),
    `triggers.build.customData: "${"x".repeat(60)}…" is longer than 1000 characters; shorten it.`,
  ],
  [
    "more triggers than a repository takes",
    triggered({}, { triggers: many(11, { ...right, repositories: ["web-*"] }) }),
    'triggers: repository "web-shop" gets 11 triggers (t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10), but CodeCommit allows 10; name fewer repositories, or let one topic serve several subscribers.',
  ],
  [
    "more repositories than a function's policy holds",
    triggered(
      {},
      {
        repositories: many(41, {}),
        triggers: { deploy: { events: ["push"], function: deploy } },
        protections: {},
        teams: {},
        people: {},
      },
    ),
    `triggers: 41 repositories trigger "${deploy}", but about 40 fit into a function's policy of 20 KB; send the triggers to a topic and subscribe the function to it.`,
  ],
];
