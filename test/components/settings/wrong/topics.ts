import { entry, type WrongSettings } from "../settings";

const subscribed = (subscriptions: object) => entry("topics", { builds: { subscriptions } });

export const wrongTopics: readonly WrongSettings[] = [
  [
    "a topic's name that is not usable",
    entry("topics", { "All Builds": {} }),
    'topics.All Builds: "All Builds" is not a usable name: use lower-case words joined by "-", for example "all-builds".',
  ],
  [
    "a protocol that does not exist",
    subscribed({ mail: ["builds@example.com"] }),
    'topics.builds.subscriptions.mail: is not a setting. Did you mean "email"? Allowed: email, https, sqs, lambda.',
  ],
  [
    "an e-mail address that is none",
    subscribed({ email: ["builds"] }),
    'topics.builds.subscriptions.email[0]: "builds" is not an e-mail address: write it alone, for example "builds@example.com".',
  ],
  [
    "one address twice",
    subscribed({ email: ["a@example.com", "a@example.com"] }),
    'topics.builds.subscriptions.email: names "a@example.com" twice; once is enough.',
  ],
  [
    "an endpoint without TLS",
    subscribed({ https: ["http://hooks.example.com"] }),
    'topics.builds.subscriptions.https[0]: "http://hooks.example.com" is not an HTTPS address: for example "https://hooks.example.com/codecommit".',
  ],
  [
    "a password in an endpoint",
    subscribed({ https: ["https://user:secret@hooks.example.com"] }),
    "topics.builds.subscriptions.https[0]: has a user or password in it, which everybody who reads the settings would see: leave it out.",
  ],
  [
    "a queue by its URL",
    subscribed({ sqs: ["https://sqs.eu-central-1.amazonaws.com/123456789012/builds"] }),
    'topics.builds.subscriptions.sqs[0]: "https://sqs.eu-central-1.amazonaws.com/123456789012/builds" is not the ARN of a queue: write the whole of it, for example "arn:aws:sqs:eu-central-1:123456789012:announcements".',
  ],
  [
    "a FIFO queue",
    subscribed({ sqs: ["arn:aws:sqs:eu-central-1:123456789012:builds.fifo"] }),
    'topics.builds.subscriptions.sqs[0]: "arn:aws:sqs:eu-central-1:123456789012:builds.fifo" is a FIFO queue, which takes no such messages: use a standard one.',
  ],
  [
    "a function by its name",
    subscribed({ lambda: ["count-builds"] }),
    'topics.builds.subscriptions.lambda[0]: "count-builds" is not the ARN of a Lambda function: write the whole of it, for example "arn:aws:lambda:eu-central-1:123456789012:function:announce".',
  ],
  [
    "a function of another region",
    subscribed({ lambda: ["arn:aws:lambda:eu-west-1:123456789012:function:count-builds"] }),
    'topics.builds.subscriptions.lambda[0]: "arn:aws:lambda:eu-west-1:123456789012:function:count-builds" is in eu-west-1, but this stack is in eu-central-1; name a function of this region.',
  ],
];
