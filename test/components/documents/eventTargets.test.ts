import { expect } from "chai";
import {
  eventForwarderPolicy,
  eventForwarderTrust,
  eventLogGroup,
  eventLogsPolicy,
} from "../../../components/documents/eventTargets";
import type { Place } from "../../../components/documents/place";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

describe("The documents of event targets", () => {
  it("let EventBridge write to the log groups of this environment's rules, in one policy for all", () => {
    expect(eventLogsPolicy(place)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "EventRules",
          Effect: "Allow",
          Principal: { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/events/ccp-dev-*:*",
        },
      ],
    });
    expect(eventLogGroup("ccp-dev-events-pushes")).to.equal("/aws/events/ccp-dev-events-pushes");
  });

  it("let rules of this environment, and no other, take the role that forwards", () => {
    expect(eventForwarderTrust(place).Statement).to.deep.equal([
      {
        Sid: "TakenByEventRules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:events:eu-central-1:123456789012:rule/ccp-dev-*" },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      },
    ]);
  });

  it("let the role put events on the buses that are named, and nothing else", () => {
    const bus = "arn:aws:events:eu-west-1:210987654321:event-bus/default";
    expect(eventForwarderPolicy([bus]).Statement).to.deep.equal([
      { Sid: "ForwardEvents", Effect: "Allow", Action: "events:PutEvents", Resource: [bus] },
    ]);
  });
});
