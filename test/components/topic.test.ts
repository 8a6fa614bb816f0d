import { expect } from "chai";
import { topicPolicy } from "../../components/documents/topics";
import type { StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-showcase" };
const repository = (name: string) => `arn:aws:codecommit:eu-central-1:123456789012:${name}`;

describe("Topics", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const subscriptions = (topic: string) =>
    [...ofType(primary, "aws:sns/topicSubscription:TopicSubscription").values()]
      .filter(({ name }) => name.startsWith(`ccp-showcase-topic-${topic}-`))
      .map(({ inputs }) => [inputs.protocol, inputs.endpoint]);

  const documentOf = (topic: string) => {
    const policy = ofType(primary, "aws:sns/topicPolicy:TopicPolicy").get(
      `ccp-showcase-topic-${topic}-policy`,
    );
    return JSON.parse(String(policy?.inputs.policy)) as unknown;
  };

  it("are encrypted with the operations key and sign with SHA-256", () => {
    const key = ofType(primary, "aws:kms/key:Key").get("ccp-showcase-operations-key");
    const topics = [...ofType(primary, "aws:sns/topic:Topic").values()];
    expect(topics.map(({ inputs }) => inputs.name)).to.include.members([
      "ccp-showcase-topic-reviews",
      "ccp-showcase-topic-builds",
    ]);
    for (const topic of topics) {
      expect(topic.inputs).to.include({ signatureVersion: 2 }).and.to.have.property("kmsMasterKeyId");
      expect(topic.dependencies).to.include(key?.urn);
    }
  });

  it("admit the publishers that the settings give them, and no other", () => {
    expect(documentOf("reviews")).to.deep.equal(
      topicPolicy(place, "ccp-showcase-topic-reviews", [
        { service: "codestar-notifications" },
        { service: "events" },
      ]),
    );
    expect(documentOf("builds")).to.deep.equal(
      topicPolicy(place, "ccp-showcase-topic-builds", [
        { service: "codecommit", sourceArns: [repository("payments-api"), repository("web-*")] },
      ]),
    );
  });

  it("have the subscribers of the settings", () => {
    expect(subscriptions("reviews")).to.have.deep.members([
      ["email", "reviews@example.com"],
      ["https", "https://hooks.example.com/codecommit"],
    ]);
    expect(subscriptions("builds")).to.have.deep.members([
      ["sqs", "arn:aws:sqs:eu-central-1:123456789012:build-requests"],
      ["lambda", "arn:aws:lambda:eu-central-1:123456789012:function:count-builds"],
    ]);
  });

  it("are admitted by a function before it subscribes", () => {
    const permission = [...ofType(primary, "aws:lambda/permission:Permission").values()].find(
      ({ inputs }) => inputs.principal === "sns.amazonaws.com",
    );
    expect(permission?.inputs).to.include({
      function: "arn:aws:lambda:eu-central-1:123456789012:function:count-builds",
      action: "lambda:InvokeFunction",
    });
    const topic = ofType(primary, "aws:sns/topic:Topic").get("ccp-showcase-topic-builds-topic");
    expect(permission?.dependencies).to.include(topic?.urn);
    const subscription = [...ofType(primary, "aws:sns/topicSubscription:TopicSubscription").values()].find(
      ({ inputs }) => inputs.protocol === "lambda",
    );
    expect([...dependenciesOf(primary, subscription?.urn ?? "")]).to.include(permission?.urn);
  });
});
