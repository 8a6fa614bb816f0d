import { expect } from "chai";
import type { Place } from "../../../components/documents/place";
import { topicPolicy } from "../../../components/documents/topics";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };
const topic = "arn:aws:sns:eu-central-1:123456789012:ccp-dev-topic-builds";
const repository = (name: string) => `arn:aws:codecommit:eu-central-1:123456789012:${name}`;

const onlyOverTls = {
  Sid: "OnlyOverTls",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "sns:Publish",
  Resource: topic,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("The policy of a topic", () => {
  it("admits nobody when nothing publishes, and denies publishing without TLS", () => {
    expect(topicPolicy(place, "ccp-dev-topic-builds", [])).to.deep.equal({
      Version: "2012-10-17",
      Statement: [onlyOverTls],
    });
  });

  it("admits triggers of the named repositories of this account", () => {
    const publishers = [
      { service: "codecommit", sourceArns: [repository("web-shop"), repository("api-*")] },
      { service: "codecommit", sourceArns: [repository("web-shop")] },
    ] as const;
    expect(topicPolicy(place, "ccp-dev-topic-builds", publishers).Statement).to.deep.equal([
      onlyOverTls,
      {
        Sid: "Triggers",
        Effect: "Allow",
        Principal: { Service: "codecommit.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": [repository("api-*"), repository("web-shop")] },
        },
      },
    ]);
  });

  it("admits notification rules and alarms of this account, each in its statement", () => {
    const publishers = [{ service: "codestar-notifications" }, { service: "cloudwatch" }] as const;
    const [, ...allows] = topicPolicy(place, "ccp-dev-topic-builds", publishers).Statement;
    expect(allows).to.deep.equal(
      [
        { Sid: "Alarms", Principal: { Service: "cloudwatch.amazonaws.com" } },
        { Sid: "Notifications", Principal: { Service: "codestar-notifications.amazonaws.com" } },
      ].map((statement) => ({
        ...statement,
        Effect: "Allow",
        Action: "sns:Publish",
        Resource: topic,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      })),
    );
  });

  it("admits event rules without a condition, which EventBridge could not meet", () => {
    const publishers = [
      { service: "events", sourceArns: ["arn:aws:events:eu-central-1:123456789012:rule/x"] },
    ] as const;
    const [, allow] = topicPolicy(place, "ccp-dev-topic-builds", publishers).Statement;
    expect(allow).to.deep.equal({
      Sid: "EventRules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topic,
    });
  });

  it("admits all sources of a service when one of its publishers names none", () => {
    const publishers = [
      { service: "codecommit", sourceArns: [repository("web-shop")] },
      { service: "codecommit" },
    ] as const;
    const [, allow] = topicPolicy(place, "ccp-dev-topic-builds", publishers).Statement;
    expect(allow.Condition).to.deep.equal({ StringEquals: { "aws:SourceAccount": "123456789012" } });
  });
});
