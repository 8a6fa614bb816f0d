import { declaredNames } from "../soundEntries";
import { type Check, missing, patternsWithoutRepository, repositoriesNamed } from "./check";
import { topicProblems } from "./topics";

/** Not adjustable: "Quotas for notifications" in the Developer Tools console user guide. */
const targetsOfRule = 10;
const rulesOfRepository = 10;
const rulesOfAccount = 1000;

/** General reference, "AWS CodeStar Notifications endpoints and quotas". CodeCommit is in more regions. */
const regions = [
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

export const notificationChecks: Check = (written) => [
  ...danglingReferences(written),
  ...targets(written),
  ...ruleQuotas(written),
  ...unsupportedRegion(written),
];

const danglingReferences: Check = (written) =>
  [...written.sound.notifications].flatMap(([key, { repositories = [], topics = [], channels = [] }]) => {
    const path = `notifications.${key}`;
    const names = declaredNames(written.raw, "channels");
    return [
      ...patternsWithoutRepository(`${path}.repositories`, repositories, written),
      ...topics.flatMap((topic, index) => topicProblems(`${path}.topics[${index}]`, topic, written)),
      ...channels.flatMap((channel, index) =>
        names.includes(channel) ? [] : [`${path}.channels[${index}]: ${missing("channel", channel, names)}`],
      ),
    ];
  });

const targets: Check = ({ sound: { notifications } }) =>
  [...notifications].flatMap(([key, { topics, channels }]) => {
    if (topics === undefined || channels === undefined) {
      return [];
    }
    const count = topics.length + channels.length;
    if (count === 0) {
      return [`notifications.${key}: goes nowhere; name at least one of its topics or channels.`];
    }
    return count <= targetsOfRule
      ? []
      : [
          `notifications.${key}: goes to ${count} topics and channels, but AWS allows ${targetsOfRule}; use one topic with several subscriptions.`,
        ];
  });

const ruleQuotas: Check = (written) => {
  const rulesOf = new Map<string, string[]>();
  for (const [rule, { repositories = [] }] of written.sound.notifications) {
    for (const repository of repositoriesNamed(repositories, written)) {
      rulesOf.set(repository, [...(rulesOf.get(repository) ?? []), rule]);
    }
  }
  const total = [...rulesOf.values()].reduce((sum, rules) => sum + rules.length, 0);
  return [
    ...[...rulesOf].flatMap(([repository, rules]) =>
      rules.length <= rulesOfRepository
        ? []
        : [
            `notifications: repository "${repository}" gets ${rules.length} notification rules (${rules.join(", ")}), but AWS allows ${rulesOfRepository}; name fewer repositories, or join some rules.`,
          ],
    ),
    ...(total <= rulesOfAccount
      ? []
      : [
          `notifications: make ${total} notification rules, one a repository, but AWS allows ${rulesOfAccount} an account; name fewer repositories, or use an event rule, of which one serves them all.`,
        ]),
  ];
};

const unsupportedRegion: Check = ({ sound: { notifications }, region }) =>
  notifications.size === 0 || region === undefined || regions.includes(region)
    ? []
    : [`notifications: AWS has no notification rules in ${region}; use event rules or triggers.`];
