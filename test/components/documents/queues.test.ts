import { expect } from "chai";
import type { Place } from "../../../components/documents/place";
import { queuePolicy } from "../../../components/documents/queues";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };
const queue = "arn:aws:sqs:eu-central-1:123456789012:ccp-dev-queue-builds";

const onlyOverTls = {
  Sid: "OnlyOverTls",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "sqs:*",
  Resource: queue,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

describe("The policy of a queue", () => {
  it("lets the rules that are named send, for this account, over TLS", () => {
    expect(
      queuePolicy(place, "ccp-dev-queue-builds", ["ccp-dev-events-a-0", "ccp-dev-events-a-1"]),
    ).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        onlyOverTls,
        {
          Sid: "EventRules",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: {
            ArnEquals: {
              "aws:SourceArn": [
                "arn:aws:events:eu-central-1:123456789012:rule/ccp-dev-events-a-0",
                "arn:aws:events:eu-central-1:123456789012:rule/ccp-dev-events-a-1",
              ],
            },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ],
    });
  });

  it("lets nobody send when no rule does", () => {
    expect(queuePolicy(place, "ccp-dev-queue-builds", []).Statement).to.deep.equal([onlyOverTls]);
  });
});
