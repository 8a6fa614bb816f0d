import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("The alarms of the replication of showcase", function () {
  this.timeout(60_000);
  let replica: StackResult;

  before(async () => {
    [, replica] = await previewsOf("showcase");
  });

  const alarms = () => ofType(replica, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const name = (suffix: string) => `ccp-showcase-eu-west-1-${suffix}`;

  it("tell of failed tasks, lost events, and a dispatcher that fails or is held back", () => {
    expect([...alarms().keys()]).to.have.members(
      ["task-failures", "undelivered", "dispatcher-errors", "dispatcher-throttles"].map(
        (suffix) => `${name(suffix)}-alarm`,
      ),
    );
    expect(alarms().get(`${name("task-failures")}-alarm`)?.inputs.metricQueries).to.deep.equal([
      {
        id: "query",
        expression:
          "SELECT SUM(Failures) FROM SCHEMA(\"codecommit-platform/replication\", Repository, TargetRegion) WHERE TargetRegion = 'eu-west-1' GROUP BY Repository",
        period: 300,
        returnData: true,
      },
    ]);
    expect(alarms().get(`${name("undelivered")}-alarm`)?.inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: name("dead-letters") },
    });
    expect(alarms().get(`${name("dispatcher-throttles")}-alarm`)?.inputs).to.deep.include({
      namespace: "AWS/Lambda",
      metricName: "Throttles",
      dimensions: { FunctionName: name("dispatcher") },
    });
  });

  it("watch what the stack really makes", () => {
    const physical = replica.resources.map(({ inputs }) => inputs.name);
    expect(physical).to.include.members([name("dead-letters"), name("dispatcher")]);
  });

  it("reach a topic of the pipeline's region, encrypted, once it admits them", () => {
    const topic = ofType(replica, "aws:sns/topic:Topic").get(`${name("alarms")}-topic`);
    const policy = ofType(replica, "aws:sns/topicPolicy:TopicPolicy").get(`${name("alarms")}-policy`);
    expect(topic?.inputs).to.have.property("kmsMasterKeyId");
    expect(topic?.provider).to.include("ccp-showcase-eu-central-1");
    for (const { urn, provider } of alarms().values()) {
      expect(provider).to.equal(topic?.provider);
      expect([...dependenciesOf(replica, urn)]).to.include.members([topic?.urn, policy?.urn]);
    }
    const key = ofType(replica, "aws:kms/key:Key").get(`${name("operations")}-key`);
    expect(key?.inputs.policy).to.include("cloudwatch.amazonaws.com");
    expect([...dependenciesOf(replica, topic?.urn ?? "")]).to.include(key?.urn);
  });

  it("are told to whom the replica's settings name", () => {
    const subscriptions = [...ofType(replica, "aws:sns/topicSubscription:TopicSubscription").values()];
    expect(subscriptions.map(({ inputs }) => [inputs.protocol, inputs.endpoint])).to.deep.equal([
      ["email", "platform@example.com"],
    ]);
  });

  it("count tasks that were lost without a word, which wait with the events that were", () => {
    const rule = ofType(replica, "aws:cloudwatch/eventRule:EventRule").get(name("lost-tasks"));
    expect(JSON.parse(String(rule?.inputs.eventPattern))).to.deep.include({
      source: ["aws.ecs"],
      detail: {
        clusterArn: [`arn:aws:ecs:eu-central-1:123456789012:cluster/${name("task")}`],
        lastStatus: ["STOPPED"],
        $or: [
          { stopCode: ["TaskFailedToStart"] },
          { containers: { exitCode: [{ "anything-but": [0, 1, 2] }] } },
        ],
      },
    });
    const target = ofType(replica, "aws:cloudwatch/eventTarget:EventTarget").get(
      `${name("lost-tasks")}-target`,
    );
    const queue = ofType(replica, "aws:sqs/queue:Queue").get(name("dead-letters"));
    const policy = ofType(replica, "aws:sqs/queuePolicy:QueuePolicy").get(`${name("dead-letters")}-policy`);
    expect([...dependenciesOf(replica, target?.urn ?? "")]).to.include.members([queue?.urn, policy?.urn]);
    expect(policy?.inputs.policy).to.include(`:rule/${name("lost-tasks")}"`);
  });
});
