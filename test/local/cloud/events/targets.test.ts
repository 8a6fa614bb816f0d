import { expect } from "chai";
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { targetInput } from "../../../../local/cloud/events/input";
import type { CloudEvent } from "../../../../local/cloud/events/event";
import { allow, outcomes, printer, queue, refusal, scheduled, topic, wrong } from "../messaging";
import { accountId, company, document, primary, replica, Workbench } from "../workbench";

const events = "events.amazonaws.com";
const logs = "delivery.logs.amazonaws.com";
const writeLogs = ["logs:CreateLogStream", "logs:PutLogEvents"];
const groupArn = (name: string) => `arn:aws:logs:${primary}:${accountId}:log-group:${name}`;
const busArn = (region: string, account = accountId) =>
  `arn:aws:events:${region}:${account}:event-bus/default`;

describe("EventBridge's targets", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(() => bench.close());

  const run = async (target: Record<string, unknown>) => {
    bench.cloud.tick(await scheduled(bench, target));
    await bench.cloud.waitUntilIdle();
  };

  it("tells a queue, a topic, a function and a log group of a push", async () => {
    await company(bench);
    const queueArn = await queue(bench, "inbox", [events]);
    const topicArn = await topic(bench, "news", [events]);
    const functionArn = await printer(bench, [events]);
    await bench.create("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/events/audit" });
    await bench.create("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", {
      policyName: "events",
      policyDocument: document([
        allow(events, writeLogs, `${groupArn("/aws/events/*")}:*`),
        allow(logs, writeLogs, `${groupArn("/aws/events/*")}:*`),
      ]),
    });
    const eventPattern = JSON.stringify({ source: ["aws.codecommit"] });
    await bench.create("aws:cloudwatch/eventRule:EventRule", { name: "all", eventPattern });
    for (const arn of [queueArn, topicArn, functionArn, `${groupArn("/aws/events/audit")}:*`]) {
      await bench.create("aws:cloudwatch/eventTarget:EventTarget", { rule: "all", arn });
    }
    const work = await bench.workingCopy("work");
    await bench.git(work, "push", bench.url("payments-api", "rita"), "main");
    await bench.cloud.waitUntilIdle();

    const received = [
      bench.cloud.queueMessages(queueArn)[0]?.body,
      bench.cloud.deliveries().find(({ to }) => to === topicArn)?.message,
      await readFile(join(bench.directory, "logs", "printer.log"), "utf8"),
      bench.cloud.logEvents(primary, "/aws/events/audit")[0]?.message,
    ].map((text) => JSON.parse(text ?? "") as { detail: object });
    for (const { detail } of received) {
      expect(detail).to.include({ event: "referenceCreated", referenceFullName: "refs/heads/main" });
    }
    expect(outcomes(bench, topicArn)).to.deep.equal(["delivered"]);
  });

  for (const service of [events, logs]) {
    it(`writes nothing to a log group whose region's policies let in ${service} only`, async () => {
      await bench.create("aws:cloudwatch/logGroup:LogGroup", { name: "audit" });
      await bench.create("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", {
        policyName: "events",
        policyDocument: document([allow(service, writeLogs)]),
      });
      await run({ arn: groupArn("audit") });
      expect(bench.cloud.logEvents(primary, "audit")).to.be.empty;
      expect(refusal(bench, groupArn("audit"))).to.contain("AccessDeniedException: No resource policy");
    });
  }

  it("makes no log group with a key that does not let CloudWatch Logs encrypt", async () => {
    const { arn } = await bench.create("aws:kms/key:Key", { policy: document([allow(events, "kms:*")]) });
    const group = { name: "audit", kmsKeyId: arn };
    expect(await wrong(bench, "aws:cloudwatch/logGroup:LogGroup", group)).to.contain(
      "not allowed to be used",
    );
  });

  it("puts into the dead-letter queue what a target refuses", async () => {
    const queueArn = await queue(bench, "inbox", []);
    const deadArn = await queue(bench, "dead", [events]);
    await run({
      arn: queueArn,
      deadLetterConfig: { arn: deadArn },
      retryPolicy: { maximumRetryAttempts: 3 },
    });
    const [message] = bench.cloud.queueMessages(deadArn);
    expect(message?.attributes).to.include({ TARGET_ARN: queueArn, ERROR_CODE: "AccessDenied" });
  });

  describe("in another region", () => {
    const role = (statement: object, trusted = events, Condition?: object) =>
      bench
        .create("aws:iam/role:Role", {
          name: "forward",
          assumeRolePolicy: document([
            { Effect: "Allow", Principal: { Service: trusted }, Action: "sts:AssumeRole", Condition },
          ]),
        })
        .then(async ({ arn }) => {
          const policy = document([statement]);
          await bench.create("aws:iam/rolePolicy:RolePolicy", { role: "forward", name: "put", policy });
          return arn;
        });
    const mayPut = { Effect: "Allow", Action: "events:PutEvents", Resource: busArn("*", "*") };
    const far = async () => {
      const { arn, url } = await bench.create("aws:sqs/queue:Queue", { name: "far" }, replica);
      const policy = document([allow(events, "sqs:SendMessage")]);
      await bench.create("aws:sqs/queuePolicy:QueuePolicy", { queueUrl: url, policy }, replica);
      const eventPattern = JSON.stringify({ source: ["aws.events"] });
      await bench.create("aws:cloudwatch/eventRule:EventRule", { name: "far", eventPattern }, replica);
      await bench.create("aws:cloudwatch/eventTarget:EventTarget", { rule: "far", arn }, replica);
      return String(arn);
    };

    it("a bus gets the event by a role that may put it there, and matches it by its own rules", async () => {
      const farArn = await far();
      await run({ arn: busArn(replica), roleArn: await role(mayPut) });
      const [message] = bench.cloud.queueMessages(farArn);
      expect(JSON.parse(message?.body ?? "")).to.include({ region: primary });
    });

    it("a bus does not send on what another bus has sent", async () => {
      await far();
      const back = { rule: "far", arn: busArn(primary), roleArn: await role(mayPut) };
      await bench.create("aws:cloudwatch/eventTarget:EventTarget", back, replica);
      await run({ arn: busArn(replica), roleArn: back.roleArn });
      expect(outcomes(bench, busArn(replica))).to.deep.equal(["delivered"]);
      expect(outcomes(bench, busArn(primary))).to.be.empty;
    });

    it("a bus gets nothing by a role that may not put events there", async () => {
      const farArn = await far();
      await run({ arn: busArn(replica), roleArn: await role({ ...mayPut, Resource: busArn(primary) }) });
      expect(refusal(bench, busArn(replica))).to.contain("events:PutEvents");
      expect(bench.cloud.queueMessages(farArn)).to.be.empty;
    });

    it("a bus gets nothing by a role that does not trust EventBridge", async () => {
      await run({ arn: busArn(replica), roleArn: await role(mayPut, "lambda.amazonaws.com") });
      expect(refusal(bench, busArn(replica))).to.contain("may not assume");
    });

    it("a bus gets the event by a role for this account's rules only", async () => {
      const forRules = (name: string) => ({
        ArnLike: { "aws:SourceArn": `arn:aws:events:${primary}:${accountId}:rule/${name}` },
        StringEquals: { "aws:SourceAccount": accountId },
      });
      const ruleArn = await scheduled(bench, {
        arn: busArn(replica),
        roleArn: await role(mayPut, events, forRules("*")),
      });
      bench.cloud.tick(ruleArn);
      await bench.cloud.waitUntilIdle();
      expect(outcomes(bench, busArn(replica))).to.deep.equal(["delivered"]);
    });

    it("a bus gets nothing by a role that is for another rule", async () => {
      const another = { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/another" } };
      await run({ arn: busArn(replica), roleArn: await role(mayPut, events, another) });
      expect(refusal(bench, busArn(replica))).to.contain("may not assume");
    });

    it("a bus of another account gets a record", async () => {
      await run({ arn: busArn(primary, "210987654321"), roleArn: await role(mayPut) });
      expect(outcomes(bench, busArn(primary, "210987654321"))).to.deep.equal(["recorded"]);
    });
  });

  it("keeps a record of what a function of somebody else would get, with the permission it needs", async () => {
    const functionArn = `arn:aws:lambda:${primary}:${accountId}:function:payments`;
    const ruleArn = await scheduled(bench, { arn: functionArn });
    bench.cloud.tick(ruleArn);
    expect(refusal(bench, functionArn)).to.contain("lambda:InvokeFunction");
    await bench.create("aws:lambda/permission:Permission", {
      statementId: "events",
      action: "lambda:InvokeFunction",
      function: functionArn,
      principal: events,
      sourceArn: ruleArn,
    });
    bench.cloud.tick(ruleArn);
    expect(outcomes(bench, functionArn)).to.deep.equal(["refused", "recorded"]);
  });

  it("speaks of what is wrong as AWS does", async () => {
    const queueArn = await queue(bench, "inbox", [events]);
    await scheduled(bench, { arn: queueArn });
    const target = (inputs: object) =>
      wrong(bench, "aws:cloudwatch/eventTarget:EventTarget", { rule: "daily", arn: queueArn, ...inputs });
    expect(await target({ arn: "arn:aws:kinesis:eu-central-1:1:stream/x" })).to.contain("A target here is");
    expect(await target({ arn: busArn(replica) })).to.contain("RoleArn is required");
    expect(await target({ input: "no json" })).to.contain("it is not JSON");
    expect(await target({ inputPath: "detail.x" })).to.contain("Invalid InputPath");
    expect(await target({ input: "{}", inputPath: "$.detail" })).to.contain("Only one of");
    for (let count = 1; count < 5; count++) await target({});
    expect(await target({})).to.contain("LimitExceededException");
    const rule = (inputs: object) =>
      wrong(bench, "aws:cloudwatch/eventRule:EventRule", { name: "bad", ...inputs });
    expect(await rule({})).to.contain("must be given");
    for (const scheduleExpression of [
      "rate(1 days)",
      "rate(0 days)",
      "rate(5 hour)",
      "cron(0 8 * * * *)",
      "daily",
    ]) {
      expect(await rule({ scheduleExpression }), scheduleExpression).to.contain("ScheduleExpression");
    }
    expect(await rule({ scheduleExpression: "cron(0 8 ? * MON *)" })).to.equal("no error");
    expect(() => {
      bench.cloud.tick("arn:none");
    }).to.throw("ResourceNotFoundException");
  });
});

describe("The input of a target", () => {
  const event: CloudEvent = {
    version: "0",
    id: "1",
    "detail-type": "CodeCommit Repository State Change",
    source: "aws.codecommit",
    account: accountId,
    time: "2026-01-01T00:00:00Z",
    region: primary,
    resources: ["arn:one", "arn:two"],
    detail: { event: 'a "quoted" \\ name', count: 2, nested: { a: [1] } },
  };
  const rule = { name: "daily", arn: "arn:rule" };
  const input = (target: object) => targetInput({ ...target }, event, rule);

  it("is the event, a constant, or a part", () => {
    expect(JSON.parse(input({}))).to.deep.equal(event);
    expect(input({ input: '{"a":1}' })).to.equal('{"a":1}');
    expect(input({ inputPath: "$.detail.nested" })).to.equal('{"a":[1]}');
    expect(input({ inputPath: "$.resources[1]" })).to.equal('"arn:two"');
  });

  it("is a template with parts in it, inside and outside of strings", () => {
    const inputPaths = { event: "$.detail.event", count: "$.detail.count", none: "$.detail.none" };
    const inputTemplate =
      '{"text":"<event> by <none><aws.events.rule-name>","count":<count>,"other":"<other>"}';
    expect(JSON.parse(input({ inputTransformer: { inputPaths, inputTemplate } }))).to.deep.equal({
      text: 'a "quoted" \\ name by daily',
      count: 2,
      other: "<other>",
    });
    const whole = { inputTransformer: { inputTemplate: '{"original":<aws.events.event.json>}' } };
    expect(JSON.parse(input(whole))).to.deep.equal({ original: event });
  });

  it("is JSON whatever a text in the event is", () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const named = { ...event, detail: { name } };
        const inputTransformer = {
          inputPaths: { name: "$.detail.name" },
          inputTemplate: '{"a":"<name>","b":<name>}',
        };
        const made: unknown = JSON.parse(targetInput({ inputTransformer }, named, rule));
        expect(made).to.deep.equal({ a: name, b: name });
      }),
    );
  });
});
