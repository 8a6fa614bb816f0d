import { primary, type Sections, type WrongSettings } from "../settings";

const right = { events: ["pull-request-created"], topics: ["reviews"] };

const notified = (notification: object, more: Sections = {}): Sections => ({
  ...primary,
  topics: { reviews: {} },
  notifications: { reviews: { ...right, ...notification } },
  ...more,
});

const many = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));

export const wrongNotifications: readonly WrongSettings[] = [
  [
    "an event that does not exist",
    notified({ events: ["pull-request-create"] }),
    'notifications.reviews.events[0]: "pull-request-create" is not allowed. Did you mean "pull-request-created"? Allowed: comments-on-commits, comments-on-pull-requests, approvals-status-changed, approvals-rule-override, pull-request-created, pull-request-source-updated, pull-request-status-changed, pull-request-merged, branches-and-tags-created, branches-and-tags-deleted, branches-and-tags-updated, all.',
  ],
  [
    "a notification of no event",
    notified({ events: [] }),
    "notifications.reviews.events: names no event: list at least one, or all of them by all.",
  ],
  [
    "all events and one more",
    notified({ events: ["all", "pull-request-created"] }),
    "notifications.reviews.events: names all and more; all goes alone.",
  ],
  [
    "one event twice",
    notified({ events: ["pull-request-created", "pull-request-created"] }),
    'notifications.reviews.events: names "pull-request-created" twice; once is enough.',
  ],
  [
    "a detail that does not exist",
    notified({ detail: "FULL" }),
    'notifications.reviews.detail: "FULL" is not allowed. Allowed: basic, full.',
  ],
  [
    "a notification of no repository",
    notified({ repositories: [] }),
    'notifications.reviews.repositories: names no repository: list at least one, or "*" for all.',
  ],
  [
    "a notified repository that does not exist",
    notified({ repositories: ["web-shop", "payment-*"] }),
    'notifications.reviews.repositories[1]: there is no repository "payment-*" (declared: payments-api, web-shop).',
  ],
  [
    "a notified topic that does not exist",
    notified({ topics: ["review"] }),
    'notifications.reviews.topics[0]: there is no topic "review" (declared: reviews). Did you mean "reviews"?',
  ],
  [
    "a notified topic of another region",
    notified({ topics: ["arn:aws:sns:eu-west-1:123456789012:reviews"] }),
    'notifications.reviews.topics[0]: "arn:aws:sns:eu-west-1:123456789012:reviews" is in eu-west-1, but this stack is in eu-central-1; name a topic of this region, which can have subscribers anywhere.',
  ],
  [
    "a FIFO topic",
    notified({ topics: ["arn:aws:sns:eu-central-1:123456789012:reviews.fifo"] }),
    'notifications.reviews.topics[0]: "arn:aws:sns:eu-central-1:123456789012:reviews.fifo" is a FIFO topic, to which AWS does not publish: use a standard one.',
  ],
  [
    "a notified ARN that is no topic",
    notified({ topics: ["arn:aws:sqs:eu-central-1:123456789012:reviews"] }),
    'notifications.reviews.topics[0]: "arn:aws:sqs:eu-central-1:123456789012:reviews" is not the ARN of a topic: write the whole of it, for example "arn:aws:sns:eu-central-1:123456789012:announcements".',
  ],
  [
    "a channel that does not exist",
    notified({ channels: ["chat"] }),
    'notifications.reviews.channels[0]: there is no channel "chat" (none is declared yet).',
  ],
  [
    "a notification that goes nowhere",
    notified({ topics: [] }),
    "notifications.reviews: goes nowhere; name at least one of its topics or channels.",
  ],
  [
    "a notification that goes to too many",
    notified({ topics: Object.keys(many(11, {})) }, { topics: many(11, {}) }),
    "notifications.reviews: goes to 11 topics and channels, but AWS allows 10; use one topic with several subscriptions.",
  ],
  [
    "more notification rules than a repository takes",
    notified({}, { notifications: many(11, { ...right, repositories: ["web-shop"] }) }),
    'notifications: repository "web-shop" gets 11 notification rules (n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10), but AWS allows 10; name fewer repositories, or join some rules.',
  ],
  [
    "more notification rules than an account takes",
    notified(
      {},
      {
        repositories: { ...many(501, {}) },
        notifications: many(2, right),
        protections: {},
        teams: {},
        people: {},
      },
    ),
    "notifications: make 1002 notification rules, one a repository, but AWS allows 1000 an account; name fewer repositories, or use an event rule, of which one serves them all.",
  ],
];
