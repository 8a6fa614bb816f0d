import { entry, primary, type WrongSettings } from "../settings";

const eventNames =
  "all, references, pull-requests, comments, approval-rule-templates, reference-created, reference-updated, reference-deleted, unreferenced-merge-commit-created, pull-request-created, pull-request-source-branch-updated, pull-request-status-changed, pull-request-merge-status-updated, pull-request-approval-rule-created, pull-request-approval-rule-updated, pull-request-approval-rule-deleted, pull-request-approval-rule-overridden, pull-request-approval-state-changed, comment-on-commit-created, comment-on-commit-updated, comment-on-pull-request-created, comment-on-pull-request-updated, comment-reaction-created, comment-reaction-updated, approval-rule-template-created, approval-rule-template-updated, approval-rule-template-deleted, approval-rule-template-associated-with-repository, approval-rule-template-disassociated-from-repository, batch-associate-approval-rule-template-with-repositories, batch-disassociate-approval-rule-template-from-repositories";

/** A right rule, from which each wrong one differs in one thing. */
const rule = { events: ["references"], logRetentionDays: 90 };

function ruleWith(more: Record<string, unknown>): Record<string, unknown> {
  return entry("eventRules", { pushes: { ...rule, ...more } });
}

const functionIn = (region: string, name: string) => `arn:aws:lambda:${region}:123456789012:function:${name}`;

export const wrongEvents: readonly WrongSettings[] = [
  [
    "a queue's retention beyond what SQS keeps",
    entry("queues", { builds: { retentionDays: 15 } }),
    "queues.builds.retentionDays: must be 1 to 14 days, as SQS keeps messages.",
  ],
  [
    "a queue's retention of no time",
    entry("queues", { builds: { retentionDays: 0 } }),
    "queues.builds.retentionDays: must be 1 to 14 days, as SQS keeps messages.",
  ],
  [
    "a queue's retention of half a day",
    entry("queues", { builds: { retentionDays: 0.5 } }),
    "queues.builds.retentionDays: takes a whole number, but is 0.5.",
  ],
  [
    "a queue's name that does not fit",
    entry("queues", { Builds: {} }),
    'queues.Builds: "Builds" is not a usable name: use lower-case words joined by "-", for example "builds".',
  ],
  [
    "an unknown setting of a queue",
    entry("queues", { builds: { retention: 4 } }),
    'queues.builds.retention: is not a setting. Did you mean "retentionDays"? Allowed: retentionDays.',
  ],
  [
    "an event that does not exist",
    ruleWith({ events: ["pull-request-merged"] }),
    `eventRules.pushes.events[0]: "pull-request-merged" is not allowed. Did you mean "pull-request-created"? Allowed: ${eventNames}.`,
  ],
  [
    "no event",
    ruleWith({ events: [] }),
    "eventRules.pushes.events: names no event: list at least one, for example pull-request-created.",
  ],
  [
    "events that are missing",
    entry("eventRules", { pushes: { logRetentionDays: 90 } }),
    "eventRules.pushes.events: is missing; it takes a list.",
  ],
  [
    "an event's repository that does not exist",
    ruleWith({ repositories: ["web-shob"] }),
    'eventRules.pushes.repositories[0]: there is no repository "web-shob" (declared: payments-api, web-shop). Did you mean "web-shop"?',
  ],
  [
    "an empty list of an event's repositories",
    ruleWith({ repositories: [] }),
    "eventRules.pushes.repositories: names no repository: leave it out for every repository of the region.",
  ],
  [
    "an empty list of references",
    ruleWith({ references: [] }),
    "eventRules.pushes.references: names no reference: leave it out for every branch and tag.",
  ],
  [
    "a reference that is neither branch nor tag",
    ruleWith({ references: ["refs/notes/commits"] }),
    'eventRules.pushes.references[0]: "refs/notes/commits" is neither a branch nor a tag: CodeCommit tells of refs/heads/… and refs/tags/… only.',
  ],
  [
    "a reference with a wildcard that EventBridge lacks",
    ruleWith({ references: ["release/?"] }),
    'eventRules.pushes.references[0]: "release/?" is not what EventBridge can match: use "*" alone for any characters, once at a place.',
  ],
  [
    "a reference that is no branch name",
    ruleWith({ references: ["release 1"] }),
    'eventRules.pushes.references[0]: "release 1" is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", no "/" or "." at either end, no "/." and no ".lock" behind a word, and no "-" in front.',
  ],
  [
    "an event of no repository in a rule for some",
    ruleWith({ events: ["references", "approval-rule-template-created"], repositories: ["web-shop"] }),
    'eventRules.pushes.events[1]: "approval-rule-template-created" tells of no repository; take it into a rule without repositories.',
  ],
  [
    "events of no reference in a rule for some",
    ruleWith({ events: ["comments"], references: ["main"] }),
    'eventRules.pushes.events[0]: "comments" tells of no branch or tag; take it into a rule without references.',
  ],
  [
    "pull requests in a rule for tags",
    ruleWith({ events: ["references", "pull-request-created"], references: ["refs/tags/v*"] }),
    'eventRules.pushes.events[1]: "pull-request-created" has nothing to do with tags, but references names no branch; take it into a rule of its own.',
  ],
  [
    "a rule without a target",
    entry("eventRules", { pushes: { events: ["references"] } }),
    "eventRules.pushes: goes nowhere; name at least one of topics, queues, functions, buses or logRetentionDays.",
  ],
  [
    "more targets than a rule takes",
    ruleWith({ functions: [..."abcde"].map((name) => functionIn("eu-central-1", name)) }),
    "eventRules.pushes: has 6 targets, but EventBridge allows 5 a rule; make a second rule with the same events, or let a topic spread them.",
  ],
  [
    "a topic that is not declared",
    { ...ruleWith({ topics: ["announcement"] }), topics: { announcements: {} } },
    'eventRules.pushes.topics[0]: there is no topic "announcement" (declared: announcements). Did you mean "announcements"?',
  ],
  [
    "a queue that is not declared",
    { ...ruleWith({ queues: ["build"] }), queues: { builds: {} } },
    'eventRules.pushes.queues[0]: there is no queue "build" (declared: builds). Did you mean "builds"?',
  ],
  [
    "the same queue twice",
    { ...ruleWith({ queues: ["builds", "builds"] }), queues: { builds: {} } },
    'eventRules.pushes.queues: names "builds" twice; once is enough.',
  ],
  [
    "an event's function of another region",
    ruleWith({ functions: [functionIn("eu-west-1", "bot")] }),
    'eventRules.pushes.functions[0]: "arn:aws:lambda:eu-west-1:123456789012:function:bot" is in eu-west-1, but this stack is in eu-central-1; use a function here, or forward to a bus there.',
  ],
  [
    "an event's queue of another region",
    ruleWith({ queues: ["arn:aws:sqs:eu-west-1:123456789012:builds"] }),
    'eventRules.pushes.queues[0]: "arn:aws:sqs:eu-west-1:123456789012:builds" is in eu-west-1, but this stack is in eu-central-1; use a queue here, or forward to a bus there.',
  ],
  [
    "an event's FIFO queue",
    ruleWith({ queues: ["arn:aws:sqs:eu-central-1:123456789012:builds.fifo"] }),
    'eventRules.pushes.queues[0]: "arn:aws:sqs:eu-central-1:123456789012:builds.fifo" is a FIFO queue, which takes no such messages: use a standard one.',
  ],
  [
    "a bus that is no ARN",
    ruleWith({ buses: ["security"] }),
    'eventRules.pushes.buses[0]: "security" is not the ARN of an event bus: write the whole of it, for example "arn:aws:events:eu-west-1:123456789012:event-bus/default".',
  ],
  [
    "a function that is the ARN of something else",
    ruleWith({ functions: ["arn:aws:iam::123456789012:role/bot"] }),
    'eventRules.pushes.functions[0]: "arn:aws:iam::123456789012:role/bot" is not the ARN of a Lambda function: write the whole of it, for example "arn:aws:lambda:eu-central-1:123456789012:function:announce".',
  ],
  [
    "a retention that CloudWatch Logs lacks",
    ruleWith({ logRetentionDays: 100 }),
    "eventRules.pushes.logRetentionDays: 100 is no retention that CloudWatch Logs offers: use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
  ],
  [
    "a retention that is no number",
    ruleWith({ logRetentionDays: "90" }),
    'eventRules.pushes.logRetentionDays: takes a number, but is "90".',
  ],
  [
    "trying longer than EventBridge does",
    ruleWith({ retry: { minutes: 1441 } }),
    "eventRules.pushes.retry.minutes: must be 1 to 1440 minutes, as EventBridge allows.",
  ],
  [
    "trying more often than EventBridge does",
    ruleWith({ retry: { attempts: 186 } }),
    "eventRules.pushes.retry.attempts: must be 0 to 185, as EventBridge allows.",
  ],
  [
    "half an attempt",
    ruleWith({ retry: { attempts: 0.5 } }),
    "eventRules.pushes.retry.attempts: takes a whole number, but is 0.5.",
  ],
  [
    "half a minute",
    ruleWith({ retry: { minutes: 0.5 } }),
    "eventRules.pushes.retry.minutes: takes a whole number, but is 0.5.",
  ],
  [
    "a rule whose name is too long for EventBridge",
    {
      ...entry("eventRules", { "an-event-rule-of-thirty-letter": rule }),
      environment: "development-of-the-platform",
    },
    'eventRules.an-event-rule-of-thirty-letter: makes a rule called "ccp-development-of-the-platform-events-an-event-rule-of-thirty-letter-0", 71 characters, but EventBridge allows 64; shorten the key or the environment.',
  ],
  [
    "references that do not fit in a pattern with one repository",
    ruleWith({
      references: Array.from({ length: 100 }, (_, index) => `release/number-${index}`),
      repositories: ["web-shop"],
    }),
    'eventRules.pushes: its pattern for one repository alone has more than the 2048 characters that EventBridge allows; use fewer events or references, or references such as "release/*".',
  ],
  [
    "references that do not fit in a pattern",
    ruleWith({ references: Array.from({ length: 100 }, (_, index) => `release/number-${index}`) }),
    'eventRules.pushes: its pattern has 3325 characters, but EventBridge allows 2048; use fewer events or references, or references such as "release/*".',
  ],
  [
    "more rules than a bus takes",
    entry("eventRules", rules(301)),
    "eventRules: make 301 rules, but EventBridge allows 300 a bus in eu-central-1; use fewer entries, or name no repositories.",
  ],
  [
    "more rules with wildcards than a bus takes",
    entry("eventRules", rules(31, { references: ["*/hotfix"] })),
    'eventRules: make 31 rules with a "*" before the end of a reference, but EventBridge allows 30 a bus; end references in "*", or use fewer entries.',
  ],
  [
    "more rules than the policy of the dead letters' queue names",
    entry("eventRules", rules(150)),
    'eventRules: 150 rules send to the queue "ccp-dev-undelivered-events", whose policy has 11990 characters, but SQS allows 8192; use fewer rules, or name no repositories.',
  ],
  [
    "an unknown setting of the audit",
    entry("audit", { retention: 365 }),
    'audit.retention: is not a setting. Did you mean "retentionDays"? Allowed: retentionDays, events, trail, alarms.',
  ],
  [
    "an audit that is no map",
    entry("audit", ["trail"]),
    'audit: takes a map, but is ["trail"]; write for example { trail: {} }.',
  ],
  [
    "an audit's retention that CloudWatch Logs lacks",
    entry("audit", { retentionDays: 366 }),
    "audit.retentionDays: 366 is no retention that CloudWatch Logs offers: use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days.",
  ],
  [
    "a trail that is neither on, off nor a map",
    entry("audit", { trail: "yes" }),
    'audit.trail: takes true or false or a map, but is "yes".',
  ],
  [
    "an unknown setting of the trail",
    entry("audit", { trail: { lock: 365 } }),
    'audit.trail.lock: is not a setting. Did you mean "lockDays"? Allowed: lockDays, lockMode, archiveDays.',
  ],
  [
    "a lock that S3 lacks",
    entry("audit", { trail: { lockMode: "strict" } }),
    'audit.trail.lockMode: "strict" is not allowed. Allowed: governance, compliance.',
  ],
  [
    "a lock that outlives the file",
    entry("audit", { trail: { lockDays: 400, archiveDays: 365 } }),
    "audit.trail.lockDays: must not be longer than archiveDays: nothing goes while it is locked.",
  ],
  [
    "a lock of no time",
    entry("audit", { trail: { lockDays: 0 } }),
    "audit.trail.lockDays: must be 1 to 36500 days.",
  ],
  [
    "an archive beyond what S3 counts",
    entry("audit", { trail: { archiveDays: 36_501 } }),
    "audit.trail.archiveDays: must be 1 to 36500 days.",
  ],
  [
    "half a day of an archive",
    entry("audit", { trail: { archiveDays: 400.5 } }),
    "audit.trail.archiveDays: takes a whole number, but is 400.5.",
  ],
  [
    "denied pushes that nobody counts",
    entry("audit", { trail: true, alarms: { deniedPushes: 0 } }),
    "audit.alarms.deniedPushes: must be 1 or more.",
  ],
  [
    "half a denied push",
    entry("audit", { trail: true, alarms: { deniedPushes: 1.5 } }),
    "audit.alarms.deniedPushes: takes a whole number, but is 1.5.",
  ],
  [
    "a look back further than CloudWatch's",
    entry("audit", { trail: true, alarms: { deniedPushMinutes: 181 } }),
    "audit.alarms.deniedPushMinutes: must be 1 to 180 minutes, as CloudWatch looks back.",
  ],
  [
    "half a minute of looking back",
    entry("audit", { trail: true, alarms: { deniedPushMinutes: 1.5 } }),
    "audit.alarms.deniedPushMinutes: takes a whole number, but is 1.5.",
  ],
  [
    "alarms on a trail that there is not",
    entry("audit", { alarms: { deniedPushes: 3 } }),
    "audit.alarms: look at a trail, and there is none; set audit.trail to true, or leave them out.",
  ],
  [
    "a trail's bucket whose name is too long for S3",
    { ...entry("audit", { trail: true }), environment: "production-of-a-whole-company" },
    "audit.trail: its bucket's name has 65 characters, but S3 allows 63; shorten the environment.",
  ],
  [
    "an alarm's address that is none",
    entry("alarms", { email: ["platform"] }),
    'alarms.email[0]: "platform" is not an e-mail address: write it alone, for example "builds@example.com".',
  ],
  [
    "an alarm's endpoint without encryption",
    entry("alarms", { https: ["http://alerts.example.com"] }),
    'alarms.https[0]: "http://alerts.example.com" is not an HTTPS address: for example "https://hooks.example.com/codecommit".',
  ],
  [
    "an alarm's address twice",
    entry("alarms", { email: ["a@example.com", "a@example.com"] }),
    'alarms.email: names "a@example.com" twice; once is enough.',
  ],
  [
    "an unknown setting of the alarms",
    { ...primary, alarms: { mail: ["a@example.com"] } },
    'alarms.mail: is not a setting. Did you mean "email"? Allowed: email, https.',
  ],
];

/** Many rules with short names. */
function rules(count: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, { ...rule, ...more }]));
}
