import { expect } from "chai";
import { chatApiRegion, readingOnly } from "../../../components/documents/chat";
import type { Place } from "../../../components/documents/place";
import { serviceTrust } from "../../../components/documents/trust";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

describe("The documents of chat channels", () => {
  it("let nobody do anything from a channel", () => {
    expect(readingOnly()).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Sid: "NoCommandsFromChat", Effect: "Deny", Action: "*", Resource: "*" }],
    });
  });

  it("let the chat service take the channels' role, for this account", () => {
    expect(serviceTrust(place, "chatbot.amazonaws.com").Statement).to.deep.equal([
      {
        Sid: "TakenByService",
        Effect: "Allow",
        Principal: { Service: "chatbot.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("are made through one of the four regions that have the API, a near one", () => {
    expect(
      [
        "eu-west-1",
        "eu-central-1",
        "me-south-1",
        "ap-northeast-1",
        "us-west-2",
        "us-east-1",
        "ca-central-1",
      ].map(chatApiRegion),
    ).to.deep.equal([
      "eu-west-1",
      "eu-west-1",
      "eu-west-1",
      "ap-southeast-1",
      "us-west-2",
      "us-east-2",
      "us-east-2",
    ]);
  });
});
