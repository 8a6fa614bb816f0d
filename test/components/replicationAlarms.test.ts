import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { Logger } from "../../replicator/log";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("The alarms of the replication of showcase", function () {
  this.timeout(60_000);
  let replica: StackResult;

  before(async () => {
    [, replica] = await previewsOf("showcase");
  });

  const alarms = () => ofType(replica, "aws:cloudwatch/metricAlarm:MetricAlarm");
  const name = (suffix: string) => `ccp-showcase-eu-west-1-${suffix}`;

  const inputsOf = (suffix: string) => alarms().get(`${name(suffix)}-alarm`)?.inputs;
  const query = (statistic: string, metric: string, period: number) => [
    {
      id: "query",
      expression: `SELECT ${statistic}(${metric}) FROM SCHEMA("codecommit-platform/replication", Repository, TargetRegion) WHERE TargetRegion = 'eu-west-1' GROUP BY Repository`,
      period,
      returnData: true,
    },
  ];

  it("are these", () => {
    expect([...alarms().keys()]).to.have.members(
      [
        "task-failures",
        "lag",
        "out-of-step",
        "deep-check",
        "deletes-stopped",
        "undelivered",
        "dispatcher-errors",
        "dispatcher-throttles",
        "dispatcher-lost",
        "fast-path-lost",
      ].map((suffix) => `${name(suffix)}-alarm`),
    );
  });

  it("tell of lost events, and of functions that fail, are held back or cannot pass on what they failed on", () => {
    expect(inputsOf("undelivered")).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: name("dead-letters") },
    });
    for (const [suffix, metricName, functionName] of [
      ["dispatcher-errors", "Errors", "dispatcher"],
      ["dispatcher-throttles", "Throttles", "dispatcher"],
      ["dispatcher-lost", "DestinationDeliveryFailures", "dispatcher"],
      ["fast-path-lost", "DestinationDeliveryFailures", "fast-path"],
    ]) {
      expect(inputsOf(suffix)).to.deep.include({
        namespace: "AWS/Lambda",
        metricName,
        dimensions: { FunctionName: name(functionName) },
      });
    }
  });

  it("judge each repository on its own, once anything fails, is damaged or was nearly deleted", () => {
    for (const [suffix, metric] of [
      ["task-failures", "Failures"],
      ["deep-check", "DeepCheckFailures"],
      ["deletes-stopped", "GuardStops"],
    ]) {
      expect(inputsOf(suffix)).to.deep.include({
        metricQueries: query("SUM", metric, 300),
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      });
    }
  });

  it("tell of a copy that every sweep of the time in the settings left out of step", () => {
    expect(inputsOf("out-of-step")).to.deep.include({
      metricQueries: query("MIN", "OutOfStep", 45 * 60),
      threshold: 1,
    });
  });

  it("tell when pushes take longer than the settings say, but for one in twenty", () => {
    expect(inputsOf("lag"))
      .to.deep.include({
        namespace: "codecommit-platform/replication",
        metricName: "Lag",
        dimensions: { TargetRegion: "eu-west-1" },
        extendedStatistic: "p95",
        threshold: 5 * 60_000,
        period: 900,
      })
      .and.not.to.have.property("statistic");
  });

  it("watch metrics that the replicator prints", () => {
    const printed: Record<string, unknown>[] = [];
    const logger = new Logger({}, (line) => printed.push(JSON.parse(line) as Record<string, unknown>));
    const dimensions = { Repository: "payments-api", TargetRegion: "eu-west-1" };
    logger.metrics(dimensions, { equal: true }, 1);
    logger.count(dimensions, { OutOfStep: 0, DeepCheckFailures: 0 });
    const metrics = new Set(printed.flatMap((line) => Object.keys(line)));
    const watched = [...alarms().values()].flatMap(({ inputs }) => {
      const [{ expression }] = (inputs.metricQueries ?? [{}]) as { expression?: string }[];
      if (expression !== undefined)
        return [...expression.matchAll(/^SELECT \w+\((\w+)\)/g)].map(([, metric]) => metric);
      return inputs.namespace === "codecommit-platform/replication" ? [String(inputs.metricName)] : [];
    });
    expect(watched).to.have.lengthOf(5);
    expect(watched.filter((metric) => !metrics.has(metric))).to.deep.equal([]);
  });

  it("watch what the stack really makes", () => {
    const physical = replica.resources.map(({ inputs }) => inputs.name);
    expect(physical).to.include.members([name("dead-letters"), name("dispatcher"), name("fast-path")]);
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
