import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("The event rules of the showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const resource = (type: string, name: string): ResourceResult => {
    const found = ofType(primary, type).get(name);
    if (found === undefined) {
      throw new Error(`${type} ${name} is not registered`);
    }
    return found;
  };
  const rule = (key: string) => resource("aws:cloudwatch/eventRule:EventRule", `ccp-showcase-${key}-0`);
  const target = (name: string) => resource("aws:cloudwatch/eventTarget:EventTarget", `ccp-showcase-${name}`);
  const waitsFor = (from: ResourceResult, ...others: ResourceResult[]) => {
    expect([...dependenciesOf(primary, from.urn)]).to.include.members(others.map(({ urn }) => urn));
  };

  it("select what the settings say, on this account and region", () => {
    expect(JSON.parse(String(rule("events-builds").inputs.eventPattern))).to.deep.equal({
      source: ["aws.codecommit"],
      "detail-type": ["CodeCommit Repository State Change"],
      account: ["123456789012"],
      region: ["eu-central-1"],
      detail: {
        event: ["referenceCreated", "referenceUpdated"],
        referenceFullName: ["refs/heads/main", { prefix: "refs/heads/release/" }, { prefix: "refs/tags/v" }],
      },
    });
    expect(JSON.parse(String(rule("events-reviews").inputs.eventPattern))).to.have.deep.nested.property(
      "detail.$or[0].repositoryNames",
      ["payments-api", "web-shop"],
    );
  });

  it("keep what they cannot deliver, encrypted, for fourteen days, and tell", () => {
    const queue = resource("aws:sqs/queue:Queue", "ccp-showcase-event-delivery-dead-letters-queue");
    expect(queue.inputs)
      .to.include({ name: "ccp-showcase-undelivered-events", messageRetentionSeconds: 1_209_600 })
      .and.to.have.property("kmsMasterKeyId");
    const policy = resource(
      "aws:sqs/queuePolicy:QueuePolicy",
      "ccp-showcase-event-delivery-dead-letters-policy",
    );
    const rules = [...ofType(primary, "aws:cloudwatch/eventRule:EventRule").values()];
    for (const { inputs } of rules) {
      expect(policy.inputs.policy).to.include(`:rule/${String(inputs.name)}"`);
    }
    waitsFor(policy, ...rules);
    const targets = [...ofType(primary, "aws:cloudwatch/eventTarget:EventTarget").values()];
    expect(targets).to.have.length(7);
    for (const found of targets) {
      expect(found.inputs, found.name).to.have.property("deadLetterConfig");
      waitsFor(found, policy);
    }
    const alarm = resource(
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "ccp-showcase-event-delivery-undelivered-alarm",
    );
    expect(alarm.inputs).to.deep.include({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "ccp-showcase-undelivered-events" },
      threshold: 1,
      treatMissingData: "notBreaching",
    });
  });

  it("send to a queue whose policy admits them, for as long as the settings say", () => {
    const queue = resource("aws:sqs/queue:Queue", "ccp-showcase-queue-builds-queue");
    expect(queue.inputs).to.include({ name: "ccp-showcase-queue-builds", messageRetentionSeconds: 345_600 });
    const policy = resource("aws:sqs/queuePolicy:QueuePolicy", "ccp-showcase-queue-builds-policy");
    expect(policy.inputs.policy)
      .to.include(':rule/ccp-showcase-events-builds-0"')
      .and.not.include("events-reviews");
    const builds = target("events-builds-to-queue-builds-0");
    expect(builds.inputs.retryPolicy).to.deep.equal({
      maximumEventAgeInSeconds: 7200,
      maximumRetryAttempts: 20,
    });
    waitsFor(builds, policy, queue);
  });

  it("send to topics, ours once its policy admits them, and existing ones", () => {
    const policy = resource("aws:sns/topicPolicy:TopicPolicy", "ccp-showcase-topic-reviews-policy");
    expect(policy.inputs.policy).to.include('"Service":"events.amazonaws.com"');
    waitsFor(target("events-reviews-to-topic-reviews-0"), policy);
    expect(target("events-reviews-to-existing-topic-123456789012-company-news-0").inputs).to.have.property(
      "arn",
      "arn:aws:sns:eu-central-1:123456789012:company-news",
    );
  });

  it("send to functions that were told to admit them", () => {
    const permission = resource(
      "aws:lambda/permission:Permission",
      "ccp-showcase-events-reviews-to-function-review-bot-0-permission",
    );
    expect(permission.inputs).to.include({
      function: "arn:aws:lambda:eu-central-1:123456789012:function:review-bot",
      principal: "events.amazonaws.com",
      sourceAccount: "123456789012",
    });
    waitsFor(permission, rule("events-reviews"));
    waitsFor(target("events-reviews-to-function-review-bot-0"), permission);
  });

  it("send to other buses under a role that may do nothing else", () => {
    const policy = resource("aws:iam/rolePolicy:RolePolicy", "ccp-showcase-event-delivery-forwarder-policy");
    expect(policy.inputs.policy).to.include("arn:aws:events:eu-central-1:210987654321:event-bus/security");
    const bus = target("events-rules-to-bus-eu-central-1-210987654321-security-0");
    expect(bus.inputs).to.have.property("roleArn");
    waitsFor(bus, policy);
  });

  it("write to log groups of their own, encrypted, which one policy opens", () => {
    const policies = [...ofType(primary, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy").values()];
    expect(policies).to.have.length(1);
    for (const [key, days] of [
      ["events-rules", 90],
      ["audit", 365],
    ] as const) {
      const log = resource("aws:cloudwatch/logGroup:LogGroup", `ccp-showcase-${key}-to-log`);
      expect(log.inputs)
        .to.include({ name: `/aws/events/ccp-showcase-${key}`, retentionInDays: days })
        .and.to.have.property("kmsKeyId");
      waitsFor(target(`${key}-to-log-0`), log, ...policies);
    }
  });

  it("are within what EventBridge takes of one rule", () => {
    const rules = [...ofType(primary, "aws:cloudwatch/eventTarget:EventTarget").values()].map(({ inputs }) =>
      String(inputs.rule),
    );
    for (const name of new Set(rules)) {
      expect(rules.filter((other) => other === name)).to.have.length.at.most(5);
    }
  });
});
