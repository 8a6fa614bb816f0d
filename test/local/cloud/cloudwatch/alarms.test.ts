import { expect } from "chai";
import { allow, outcomes, queue, refusal, scheduled, topic, usesKey, wrong, key } from "../messaging";
import { accountId, document, primary, Workbench } from "../workbench";
import { rule } from "../pipeline";

const cloudwatch = "cloudwatch.amazonaws.com";
const group = `arn:aws:logs:${primary}:${accountId}:log-group:trail`;
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

describe("CloudWatch's alarms", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await bench.create("aws:cloudwatch/logGroup:LogGroup", { name: "trail" });
    await bench.create("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", {
      policyName: "events",
      policyDocument: document([
        allow("events.amazonaws.com", "logs:*"),
        allow("delivery.logs.amazonaws.com", "logs:*"),
      ]),
    });
  });
  afterEach(() => bench.close());

  const filter = (pattern: string, dimensions?: object) =>
    bench.create("aws:cloudwatch/logMetricFilter:LogMetricFilter", {
      name: "denied",
      logGroupName: "trail",
      pattern,
      metricTransformation: {
        namespace: "audit",
        name: "Denied",
        value: "1",
        ...(dimensions && { dimensions }),
      },
    });
  const alarm = (inputs: object) =>
    bench.create(alarmType, {
      name: "denied",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 2,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      namespace: "audit",
      metricName: "Denied",
      statistic: "Sum",
      period: 300,
      ...inputs,
    });
  /** Writes one record to the log group, by EventBridge. */
  const writer = async (record: object) => {
    const ruleArn = await scheduled(bench, { arn: group, input: JSON.stringify(record) });
    return () => {
      bench.cloud.tick(ruleArn);
    };
  };
  const denied = { eventName: "GitPush", errorCode: "AccessDenied", who: "dana" };
  const pattern = '{ ($.eventName = "GitPush") && ($.errorCode = "AccessDenied*") }';

  it("tell their topic when what is logged reaches the threshold, and once", async () => {
    const topicArn = await topic(bench, "alarms", [cloudwatch]);
    await filter(pattern);
    const { arn } = await alarm({ alarmActions: [topicArn] });
    expect(bench.cloud.alarms()).to.deep.equal([
      { arn, name: "denied", region: primary, state: "OK", series: [] },
    ]);
    const write = await writer(denied);
    write();
    expect(outcomes(bench, topicArn)).to.be.empty;
    write();
    write();
    expect(outcomes(bench, topicArn)).to.deep.equal(["delivered"]);
    expect(bench.cloud.alarms()[0]?.state).to.equal("ALARM");
    const message = bench.cloud.deliveries().find(({ to }) => to === topicArn)?.message;
    expect(JSON.parse(message ?? "")).to.include({ AlarmName: "denied", NewStateValue: "ALARM" });
  });

  it("hear of nothing that the filter does not take", async () => {
    await filter(pattern);
    await alarm({ threshold: 1 });
    (await writer({ ...denied, errorCode: undefined }))();
    expect(bench.cloud.alarms()[0]?.state).to.equal("OK");
  });

  it("judge each identity on its own, where a query groups by it", async () => {
    await filter(pattern, { Identity: "$.who" });
    const expression =
      'SELECT SUM(Denied) FROM SCHEMA("audit", Identity) GROUP BY Identity ORDER BY SUM() DESC';
    await alarm({
      namespace: undefined,
      metricName: undefined,
      metricQueries: [{ id: "q", expression, period: 900, returnData: true }],
    });
    const write = await writer(denied);
    write();
    expect(bench.cloud.alarms()[0]?.state).to.equal("OK");
    write();
    expect(bench.cloud.alarms()[0]).to.deep.include({ state: "ALARM", series: ["dana"] });
  });

  it("reach a topic only by its policy and its key", async () => {
    const shut = await topic(bench, "shut", ["events.amazonaws.com"]);
    const { arn } = await key(bench, [allow("events.amazonaws.com", usesKey)]);
    const silent = await topic(bench, "silent", [cloudwatch], { kmsMasterKeyId: arn });
    const plain = await bench.create("aws:sns/topic:Topic", { name: "plain" });
    await filter(pattern);
    await alarm({ threshold: 1, alarmActions: [shut, silent, plain.arn] });
    (await writer(denied))();
    expect(refusal(bench, shut)).to.contain("AuthorizationError");
    expect(refusal(bench, silent)).to.contain("KMSAccessDenied");
    expect(outcomes(bench, String(plain.arn))).to.deep.equal(["delivered"]);
  });

  it("watch what lies in a dead-letter queue", async () => {
    const deadArn = await queue(bench, "dead", ["events.amazonaws.com"]);
    await alarm({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "dead" },
      statistic: "Maximum",
      threshold: 1,
    });
    const refusing = await queue(bench, "refusing", []);
    const ruleArn = await scheduled(bench, { arn: refusing, deadLetterConfig: { arn: deadArn } });
    expect(bench.cloud.alarms()[0]?.state).to.equal("OK");
    bench.cloud.tick(ruleArn);
    expect(bench.cloud.alarms()[0]?.state).to.equal("ALARM");
  });

  it("watch what a function prints in the Embedded Metric Format", async () => {
    const code = `exports.handler = async () => {
      console.log("no metric");
      console.log(JSON.stringify({
        _aws: { Timestamp: Date.now(), CloudWatchMetrics: [
          { Namespace: "copies", Dimensions: [["Repository"]], Metrics: [{ Name: "Failures", Unit: "Count" }] },
        ] },
        Repository: "payments-api",
        Failures: 1,
      }));
    };`;
    await rule(bench, { code });
    await alarm({
      namespace: "copies",
      metricName: "Failures",
      dimensions: { Repository: "payments-api" },
      threshold: 1,
    });
    const functionArn = `arn:aws:lambda:${primary}:${accountId}:function:dispatcher`;
    bench.cloud.tick(await scheduled(bench, { arn: functionArn }));
    // The rule's permission names another rule.
    await bench.cloud.waitUntilIdle();
    expect(bench.cloud.alarms()[0]?.state).to.equal("OK");
    await bench.create("aws:lambda/permission:Permission", {
      statementId: "daily",
      action: "lambda:InvokeFunction",
      function: "dispatcher",
      principal: "events.amazonaws.com",
    });
    bench.cloud.tick(`arn:aws:events:${primary}:${accountId}:rule/daily`);
    await bench.cloud.waitUntilIdle();
    expect(bench.cloud.alarms()[0]?.state).to.equal("ALARM");
  });

  it("say which percentile it was", async () => {
    const topicArn = await topic(bench, "alarms", [cloudwatch]);
    await filter(pattern);
    await alarm({ statistic: undefined, extendedStatistic: "p95", threshold: 1, alarmActions: [topicArn] });
    (await writer(denied))();
    const message = bench.cloud.deliveries().find(({ to }) => to === topicArn)?.message;
    const { Trigger } = JSON.parse(message ?? "") as { Trigger: Record<string, unknown> };
    expect(Trigger)
      .to.include({ StatisticType: "ExtendedStatistic", ExtendedStatistic: "p95" })
      .and.not.to.have.property("Statistic");
  });

  it("are refused as AWS refuses them", async () => {
    expect(await wrong(bench, alarmType, { name: "a", comparisonOperator: "Equal" })).to.contain(
      "ValidationError",
    );
    const lag = { name: "a", comparisonOperator: "GreaterThanThreshold", extendedStatistic: "p95" };
    expect(await wrong(bench, alarmType, { ...lag, statistic: "Sum" })).to.contain("ValidationError");
    expect(await wrong(bench, alarmType, { ...lag, extendedStatistic: "p101" })).to.contain(
      "ValidationError",
    );
    const metricFilter = {
      name: "f",
      logGroupName: "none",
      pattern: "{ $.a = 1 }",
      metricTransformation: { namespace: "n", name: "m", value: "1" },
    };
    const filterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
    expect(await wrong(bench, filterType, metricFilter)).to.contain("ResourceNotFoundException");
    expect(await wrong(bench, filterType, { ...metricFilter, pattern: "ERROR" })).to.contain(
      "InvalidParameterException",
    );
  });
});
