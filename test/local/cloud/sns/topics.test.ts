import { expect } from "chai";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  allow,
  key,
  outcomes,
  permit,
  printer,
  queue,
  refusal,
  scheduled,
  subscribe,
  topic,
  usesKey,
  wrong,
} from "../messaging";
import { accountId, primary, Workbench } from "../workbench";

const events = "events.amazonaws.com";
const sns = "sns.amazonaws.com";

describe("SNS", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(() => bench.close());

  /** Publishes once, by EventBridge. */
  const publish = async (topicArn: string, input = '{"hello":"world"}') => {
    bench.cloud.tick(await scheduled(bench, { arn: topicArn, input }));
    await bench.cloud.waitUntilIdle();
  };

  it("delivers to a queue in SNS's envelope, and raw where the subscription says so", async () => {
    const topicArn = await topic(bench, "news", [events]);
    const queueArn = await queue(bench, "wrapped", [sns]);
    const rawArn = await queue(bench, "raw", [sns]);
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: rawArn, rawMessageDelivery: true });
    await publish(topicArn);
    const [wrapped] = bench.cloud.queueMessages(queueArn);
    expect(JSON.parse(wrapped?.body ?? "")).to.include({
      Type: "Notification",
      TopicArn: topicArn,
      Message: '{"hello":"world"}',
    });
    expect(bench.cloud.queueMessages(rawArn).map(({ body }) => body)).to.deep.equal(['{"hello":"world"}']);
  });

  it("takes nothing from a service that the topic's policy does not name", async () => {
    const topicArn = await topic(bench, "news", ["codecommit.amazonaws.com"]);
    const queueArn = await queue(bench, "inbox", [sns]);
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await publish(topicArn);
    expect(bench.cloud.queueMessages(queueArn)).to.be.empty;
    expect(refusal(bench, topicArn)).to.contain("AuthorizationError: SNS:Publish");
  });

  it("does not let EventBridge publish by a topic's default policy", async () => {
    const { arn } = await bench.create("aws:sns/topic:Topic", { name: "news" });
    await publish(String(arn));
    expect(refusal(bench, String(arn))).to.contain(
      "default policy does not let events.amazonaws.com publish",
    );
  });

  it("does not deliver to a queue whose policy does not let SNS send", async () => {
    const topicArn = await topic(bench, "news", [events]);
    const queueArn = await queue(bench, "inbox", [events]);
    const deadArn = await queue(bench, "dead", [sns]);
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn });
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn, redrivePolicy });
    await publish(topicArn);
    expect(outcomes(bench, topicArn)).to.deep.equal(["delivered"]);
    expect(outcomes(bench, queueArn)).to.deep.equal(["refused"]);
    expect(bench.cloud.queueMessages(queueArn)).to.be.empty;
    expect(bench.cloud.queueMessages(deadArn)).to.have.length(1);
  });

  it("delivers through encrypted topics and queues when their key lets both services in", async () => {
    const { arn } = await key(bench, [allow(events, usesKey), allow(sns, usesKey)]);
    await bench.create("aws:kms/alias:Alias", { name: "alias/operations", targetKeyId: arn });
    const topicArn = await topic(bench, "news", [events], { kmsMasterKeyId: "alias/operations" });
    const queueArn = await queue(bench, "inbox", [sns], { kmsMasterKeyId: arn });
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await publish(topicArn);
    expect(bench.cloud.queueMessages(queueArn)).to.have.length(1);
  });

  for (const [what, statements, inputs] of [
    ["does not name the publisher", [allow(sns, usesKey)], {}],
    ["lets the publisher make a data key only", [allow(events, "kms:GenerateDataKey*")], {}],
    ["is disabled", [allow(events, usesKey)], { isEnabled: false }],
  ] as const) {
    it(`delivers nothing through a topic whose key ${what}`, async () => {
      const { arn } = await key(bench, statements, inputs);
      const topicArn = await topic(bench, "news", [events], { kmsMasterKeyId: arn });
      await subscribe(bench, topicArn, { protocol: "email", endpoint: "ops@example.com" });
      await publish(topicArn);
      expect(outcomes(bench, "ops@example.com")).to.be.empty;
      expect(refusal(bench, topicArn)).to.contain("KMSAccessDenied");
    });
  }

  it("delivers nothing through a topic under AWS's own key, whose policy nobody can change", async () => {
    const topicArn = await topic(bench, "news", [events], { kmsMasterKeyId: "alias/aws/sns" });
    await publish(topicArn);
    expect(refusal(bench, topicArn)).to.contain("lets no service in");
  });

  it("does not deliver to a queue whose key does not let SNS in", async () => {
    const { arn } = await key(bench, [allow(events, usesKey)]);
    const topicArn = await topic(bench, "news", [events]);
    const queueArn = await queue(bench, "inbox", [sns], { kmsMasterKeyId: arn });
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await publish(topicArn);
    expect(refusal(bench, queueArn)).to.contain("KmsAccessDenied: sns.amazonaws.com may not");
  });

  it("invokes a function that lets it, and no other", async () => {
    const topicArn = await topic(bench, "news", [events]);
    const functionArn = await printer(bench, []);
    await subscribe(bench, topicArn, { protocol: "lambda", endpoint: functionArn });
    const ruleArn = await scheduled(bench, { arn: topicArn, input: '"hello"' });
    bench.cloud.tick(ruleArn);
    expect(outcomes(bench, functionArn)).to.deep.equal(["refused"]);
    await permit(bench, "printer", sns);
    bench.cloud.tick(ruleArn);
    await bench.cloud.waitUntilIdle();
    const printed = await readFile(join(bench.directory, "logs", "printer.log"), "utf8");
    expect(JSON.parse(printed)).to.have.nested.property("Records[0].Sns.Message", '"hello"');
  });

  it("posts to this machine, with the type of the message in its headers", async () => {
    const requests: { headers: IncomingMessage["headers"]; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        requests.push({ headers: request.headers, body });
        response.writeHead(requests.length === 1 ? 200 : 500).end();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const topicArn = await topic(bench, "news", [events]);
    const endpoint = `http://bot:pass@127.0.0.1:${port}/hook?token=secret`;
    await subscribe(bench, topicArn, { protocol: "http", endpoint });
    const ruleArn = await scheduled(bench, { arn: topicArn, input: '"hello"' });
    for (const expected of ["delivered", "refused"]) {
      bench.cloud.tick(ruleArn);
      await bench.cloud.waitUntilIdle();
      expect(outcomes(bench, `http://127.0.0.1:${port}/hook`).at(-1)).to.equal(expected);
    }
    server.close();
    const [{ headers, body } = { headers: {}, body: "" }] = requests;
    expect(headers).to.include({
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-topic-arn": topicArn,
      authorization: `Basic ${Buffer.from("bot:pass").toString("base64")}`,
    });
    expect(JSON.parse(body)).to.include({ Type: "Notification", Message: '"hello"' });
    const log = await readFile(join(bench.directory, "logs", "deliveries.log"), "utf8");
    expect(log)
      .to.contain("/hook")
      .and.not.to.match(/pass|secret/);
  });

  it("keeps a record of what would leave this machine, and sends nothing", async () => {
    const topicArn = await topic(bench, "news", [events]);
    await subscribe(bench, topicArn, { protocol: "email", endpoint: "ops@example.com" });
    await subscribe(bench, topicArn, { protocol: "https", endpoint: "https://127.0.0.1.example.com/x?k=v" });
    const queueArn = `arn:aws:sqs:${primary}:${accountId}:their-inbox`;
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await publish(topicArn);
    for (const to of ["ops@example.com", "https://127.0.0.1.example.com/x", queueArn]) {
      expect(outcomes(bench, to), to).to.deep.equal(["recorded"]);
    }
  });

  it("supposes that a queue exists only where the program did not have to make it", async () => {
    const topicArn = await topic(bench, "news", [events]);
    const queueArn = `arn:aws:sqs:${primary}:${accountId}:ccp-dev-inbox`;
    await subscribe(bench, topicArn, { protocol: "sqs", endpoint: queueArn });
    await publish(topicArn);
    expect(refusal(bench, queueArn)).to.contain("QueueDoesNotExist");
  });

  it("speaks of what is wrong as AWS does", async () => {
    const topicArn = await topic(bench, "news", [events]);
    const subscription = "aws:sns/topicSubscription:TopicSubscription";
    const to = (inputs: object) => wrong(bench, subscription, { topic: topicArn, ...inputs });
    expect(await to({ protocol: "sms", endpoint: "+491" })).to.contain("InvalidParameter");
    expect(await to({ protocol: "https", endpoint: "http://example.com/" })).to.contain("Endpoint");
    expect(await to({ protocol: "email", endpoint: "a@b.example", filterPolicy: "{}" })).to.contain(
      "filterPolicy",
    );
    const missing = `arn:aws:sns:${primary}:${accountId}:ccp-dev-none`;
    expect(
      await wrong(bench, subscription, { topic: missing, protocol: "email", endpoint: "a@b.example" }),
    ).to.contain("NotFound");
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    expect(await wrong(bench, "aws:sns/topicPolicy:TopicPolicy", { arn: topicArn, policy })).to.contain(
      "TopicPolicyExists",
    );
    const unknownKey = { name: "other", kmsMasterKeyId: "alias/none" };
    expect(await wrong(bench, "aws:sns/topic:Topic", unknownKey)).to.contain("NotFoundException");
  });
});
