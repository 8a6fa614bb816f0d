import { busAccess } from "../../../policy-pack/policies/messaging/busAccess";
import { channelAuthorization } from "../../../policy-pack/policies/messaging/channelAuthorization";
import { channelGuardrail } from "../../../policy-pack/policies/messaging/channelGuardrail";
import { queueAccess } from "../../../policy-pack/policies/messaging/queueAccess";
import { queueKey } from "../../../policy-pack/policies/messaging/queueKey";
import { queueSenders } from "../../../policy-pack/policies/messaging/queueSenders";
import { queueTls } from "../../../policy-pack/policies/messaging/queueTls";
import { ruleAccount } from "../../../policy-pack/policies/messaging/ruleAccount";
import { ruleRepositories } from "../../../policy-pack/policies/messaging/ruleRepositories";
import { subscriptionTls } from "../../../policy-pack/policies/messaging/subscriptionTls";
import { targetDeadLetters } from "../../../policy-pack/policies/messaging/targetDeadLetters";
import { targetRetries } from "../../../policy-pack/policies/messaging/targetRetries";
import { topicAccess } from "../../../policy-pack/policies/messaging/topicAccess";
import { topicKey } from "../../../policy-pack/policies/messaging/topicKey";
import { topicPublishers } from "../../../policy-pack/policies/messaging/topicPublishers";
import { topicTls } from "../../../policy-pack/policies/messaging/topicTls";
import { account, document, resource, unknownString, urn } from "../fixtures";
import { type Break, judgesInputs, judgesStack } from "./judged";

const topic = "aws:sns/topic:Topic";
const topicPolicy = "aws:sns/topicPolicy:TopicPolicy";
const queue = "aws:sqs/queue:Queue";
const queuePolicy = "aws:sqs/queuePolicy:QueuePolicy";
const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const slack = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";
const teams = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration";
const topicArn = `arn:aws:sns:eu-central-1:${account}:ccp-dev-reviews`;
const repository = `arn:aws:codecommit:eu-central-1:${account}:payments-api`;

const published = (more: object = {}) => ({
  Sid: "Triggers",
  Effect: "Allow",
  Principal: { Service: "codecommit.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": repository } },
  ...more,
});
const overTls = (more: object = {}) => ({
  Sid: "OnlyOverTls",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
  ...more,
});
const policy = (...statements: object[]) => ({ policy: document(...statements) });

const remedy =
  "Name accounts, roles or services in `Principal`, or add a condition on `aws:PrincipalOrgID`, " +
  "`aws:SourceAccount` or `aws:SourceArn`.";
const anyone = (noun: string) => `Triggers in the policy of ${noun} a admits anyone. ${remedy}`;
/** Ways to open a resource's policy, whatever it is of. */
const openings = (noun: string): readonly Break[] => {
  const open = (Condition?: object) => policy(published({ Principal: "*", Condition }));
  return [
    ["a `*` without conditions", open(), anyone(noun)],
    [
      "a `*` of AWS principals",
      policy(published({ Principal: { AWS: "*" }, Condition: undefined })),
      anyone(noun),
    ],
    [
      "all principals but one",
      policy(published({ Principal: undefined, NotPrincipal: { AWS: account }, Condition: undefined })),
      anyone(noun),
    ],
    [
      "a condition that says nothing of the caller",
      open({ Bool: { "aws:SecureTransport": "true" } }),
      anyone(noun),
    ],
    [
      "a condition that also holds without the key",
      open({ StringEqualsIfExists: { "aws:SourceAccount": account } }),
      anyone(noun),
    ],
    [
      "a condition that names all but one",
      open({ StringNotEquals: { "aws:PrincipalAccount": account } }),
      anyone(noun),
    ],
    [
      "an empty set that matches",
      open({ "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-exampleorgid" } }),
      anyone(noun),
    ],
    ["a pattern of every account", open({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }), anyone(noun)],
    [
      "one of two values that is any",
      open({ StringLike: { "aws:PrincipalOrgID": ["o-exampleorgid", "*"] } }),
      anyone(noun),
    ],
    [
      "what cannot be read",
      { policy: '{"Statement":[{"Effect":"Perhaps"}]}' },
      `The policy of ${noun} a cannot be read: Effect of statement 1 is "Perhaps"; it must be "Allow" or "Deny".`,
    ],
    ["a `*` of one organisation", open({ StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } })],
    ["a `*` of one account", open({ StringEquals: { "AWS:SourceOwner": account } })],
    ["a policy that is not known yet", { policy: unknownString }],
  ];
};

describe("Policies of topics", () => {
  judgesInputs(topicKey, topic, "a", { kmsMasterKeyId: unknownString }, [
    [
      "no key",
      { kmsMasterKeyId: undefined },
      "Topic a has no key of its owner. Set `kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.",
    ],
    [
      "AWS's key",
      { kmsMasterKeyId: "alias/aws/sns" },
      "Topic a is encrypted with alias/aws/sns, a key that AWS manages. Set `kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.",
    ],
  ]);
  judgesInputs(topicAccess, topicPolicy, "a", policy(overTls(), published()), openings("topic"));
  judgesInputs(topicAccess, topic, "a", {}, openings("topic"));
  const anyAccount = (service: string) =>
    `Triggers in the policy of topic a admits ${service} on behalf of any AWS account. Add a condition on \`aws:SourceAccount\` or \`aws:SourceArn\`.`;
  judgesInputs(topicPublishers, topicPolicy, "a", policy(published()), [
    [
      "a publisher without a source",
      policy(published({ Condition: undefined })),
      anyAccount("codecommit.amazonaws.com"),
    ],
    [
      "each of several",
      policy(
        published({
          Principal: { Service: ["codecommit.amazonaws.com", "s3.amazonaws.com"] },
          Condition: {},
        }),
      ),
      anyAccount("codecommit.amazonaws.com"),
      anyAccount("s3.amazonaws.com"),
    ],
    [
      "a source without an account",
      policy(
        published({ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:codecommit:*:*:payments-api" } } }),
      ),
      anyAccount("codecommit.amazonaws.com"),
    ],
    [
      "a source that is known",
      policy(published({ Condition: { ArnLike: { "aws:SourceArn": repository } } })),
    ],
    [
      "event rules, which can have no condition",
      policy(published({ Principal: { Service: "events.amazonaws.com" }, Condition: undefined })),
    ],
  ]);
  const plain =
    "The policy of topic a admits requests without TLS. Deny sns:Publish to everybody where `aws:SecureTransport` is false.";
  judgesInputs(topicTls, topicPolicy, "a", policy(overTls(), published()), [
    ["no deny", policy(published()), plain],
    ["an allow instead", policy(overTls({ Effect: "Allow" })), plain],
    ["a deny of some", policy(overTls({ Principal: { AWS: account } })), plain],
    ["a deny of another action", policy(overTls({ Action: "sns:Subscribe" })), plain],
    ["a deny of all other actions", policy(overTls({ Action: undefined, NotAction: "sns:Publish" })), plain],
    [
      "a deny of what is encrypted",
      policy(overTls({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      plain,
    ],
    [
      "a deny with a second condition",
      policy(
        overTls({
          Condition: {
            Bool: { "aws:SecureTransport": "false" },
            StringEquals: { "aws:SourceAccount": account },
          },
        }),
      ),
      plain,
    ],
    ["a deny of everything in the clear", policy(overTls({ Action: "*" }))],
    ["a policy that is not known yet", { policy: unknownString }],
  ]);
  const topics = [
    resource(topic, "a", { arn: unknownString, policy: unknownString }),
    resource(topicPolicy, "p", { arn: unknownString, ...policy(overTls()) }, { arn: [urn(topic, "a")] }),
  ];
  const without =
    "Topic a has no policy, so it takes requests without TLS. Deny sns:Publish to everybody where `aws:SecureTransport` is false.";
  judgesStack(topicTls, topics, [
    ["a topic without a policy", topics.slice(0, 1), [topic, "a", without]],
    [
      "another topic's policy",
      [topics[0], resource(topicPolicy, "p", { arn: topicArn, ...policy(overTls()) })],
      [topic, "a", without],
    ],
    [
      "the default policy after an update",
      [resource(topic, "a", { arn: topicArn, ...policy(published()) })],
      [topic, "a", without],
    ],
    ["a policy of its own", [resource(topic, "a", { arn: topicArn, ...policy(overTls()) })]],
    [
      "its policy after an update",
      [resource(topic, "a", { arn: topicArn }), resource(topicPolicy, "p", { arn: topicArn })],
    ],
  ]);
  judgesInputs(subscriptionTls, "aws:sns/topicSubscription:TopicSubscription", "a", { protocol: "https" }, [
    [
      "http",
      { protocol: "http" },
      'Subscription a delivers over http, readable on the way. Set `protocol: "https"`.',
    ],
  ]);
});

describe("Policies of queues and buses", () => {
  judgesInputs(queueKey, queue, "a", { kmsMasterKeyId: unknownString }, [
    [
      "no key",
      { kmsMasterKeyId: undefined },
      "Queue a has no key of its owner. Set `kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.",
    ],
    [
      "AWS's key",
      { kmsMasterKeyId: "alias/aws/sqs" },
      "Queue a is encrypted with alias/aws/sqs, a key that AWS manages. Set `kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.",
    ],
  ]);
  judgesInputs(queueAccess, queuePolicy, "a", policy(published()), openings("queue"));
  judgesInputs(
    busAccess,
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "a",
    policy(published()),
    openings("event bus"),
  );
  const sender = {
    Sid: "EventRules",
    Action: "sqs:SendMessage",
    Principal: { Service: "events.amazonaws.com" },
  };
  judgesInputs(queueSenders, queuePolicy, "a", policy(published(sender)), [
    [
      "event rules without a source",
      policy(published({ ...sender, Condition: undefined })),
      "EventRules in the policy of queue a admits events.amazonaws.com on behalf of any AWS account. Add a condition on `aws:SourceAccount` or `aws:SourceArn`.",
    ],
  ]);
  judgesInputs(queueTls, queuePolicy, "a", policy(overTls({ Action: "sqs:*" })), [
    [
      "no deny",
      policy(published()),
      "The policy of queue a admits requests without TLS. Deny sqs:SendMessage to everybody where `aws:SecureTransport` is false.",
    ],
  ]);
  judgesStack(
    queueTls,
    [
      resource(queue, "a", { url: "https://sqs/a" }),
      resource(queuePolicy, "p", { queueUrl: "https://sqs/a" }),
    ],
    [
      [
        "a queue without a policy",
        [resource(queue, "a", { url: "https://sqs/a" })],
        [
          queue,
          "a",
          "Queue a has no policy, so it takes requests without TLS. Deny sqs:SendMessage to everybody where `aws:SecureTransport` is false.",
        ],
      ],
    ],
  );
});

describe("Policies of event rules", () => {
  const pattern = (more: object = {}) => ({
    name: "ccp-dev-builds-0",
    eventPattern: JSON.stringify({
      source: ["aws.codecommit"],
      account: [account],
      detail: { repositoryName: ["payments-api"] },
      ...more,
    }),
  });
  const anyAccount =
    "Event rule a takes events of any account that reaches its bus. Add `account` to its pattern.";
  judgesInputs(ruleAccount, rule, "a", pattern(), [
    ["no account", pattern({ account: undefined }), anyAccount],
    ["a pattern of accounts", pattern({ account: [{ "anything-but": [account] }] }), anyAccount],
    ["no accounts", pattern({ account: [] }), anyAccount],
    ["a schedule", { eventPattern: undefined, scheduleExpression: "rate(1 hour)" }],
    ["a pattern that is not known yet", { eventPattern: unknownString }],
  ]);
  const every =
    "Event rule a takes events of every repository. Name them in `detail.repositoryName`, or list the rule in this policy's `everyRepository`.";
  const named = { repositoryNames: ["payments-api"] };
  judgesInputs(
    ruleRepositories,
    rule,
    "a",
    pattern(),
    [
      ["no repositories", pattern({ detail: { event: ["referenceUpdated"] } }), every],
      ["no detail", pattern({ detail: undefined }), every],
      [
        "an alternative without repositories",
        pattern({ detail: { $or: [named, { event: ["referenceUpdated"] }] } }),
        every,
      ],
      ["a pattern of any source", pattern({ source: undefined, detail: {} }), every],
      ["repositories of pull requests", pattern({ detail: named })],
      ["repositories in every alternative", pattern({ detail: { $or: [named, named] } })],
      ["repositories by ARN", pattern({ detail: {}, resources: [repository] })],
      ["events of others", pattern({ source: ["aws.ecs"], detail: {} })],
      ["a rule that is meant for all", { ...pattern({ detail: {} }), name: "ccp-dev-audit-0" }],
    ],
    { everyRepository: ["ccp-*-audit-*"] },
  );
  const delivered = {
    deadLetterConfig: { arn: unknownString },
    retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86400 },
  };
  const lost =
    "Event target a loses events that it cannot be given. Set `deadLetterConfig: { arn: queue.arn }`.";
  judgesInputs(targetDeadLetters, target, "a", delivered, [
    ["no dead-letter queue", { deadLetterConfig: undefined }, lost],
    ["an empty one", { deadLetterConfig: {} }, lost],
  ]);
  judgesInputs(targetRetries, target, "a", delivered, [
    [
      "no second attempt",
      { retryPolicy: { maximumRetryAttempts: 0 } },
      "Event target a is tried again 0 times. Set `maximumRetryAttempts` to 3 or more.",
    ],
    [
      "a minute only",
      { retryPolicy: { maximumEventAgeInSeconds: 60 } },
      "Event target a is given up after 60 s. Set `maximumEventAgeInSeconds` to 900 or more.",
    ],
    ["AWS's own retries", { retryPolicy: undefined }],
  ]);
});

describe("Policies of chat channels", () => {
  const bounded = {
    guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", unknownString],
    userAuthorizationRequired: true,
  };
  const none =
    "Channel a has no guardrail, so AWS takes AdministratorAccess. Set `guardrailPolicyArns` to what people may do from chat at most.";
  for (const type of [slack, teams]) {
    judgesInputs(channelGuardrail, type, "a", bounded, [
      ["no guardrail", { guardrailPolicyArns: undefined }, none],
      ["no guardrails", { guardrailPolicyArns: [] }, none],
      [
        "an administrator's",
        { guardrailPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
        "Channel a has the guardrail arn:aws:iam::aws:policy/AdministratorAccess, which bounds nothing. Set `guardrailPolicyArns` to what people may do from chat at most.",
      ],
    ]);
    const shared = "Everybody in channel a acts with its role. Set `userAuthorizationRequired: true`.";
    judgesInputs(channelAuthorization, type, "a", bounded, [
      ["no authorisation", { userAuthorizationRequired: undefined }, shared],
      ["none by choice", { userAuthorizationRequired: false }, shared],
    ]);
  }
});
