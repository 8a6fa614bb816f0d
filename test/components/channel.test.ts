import { expect } from "chai";
import type { StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const slackType = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";
const teamsType = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration";

describe("Chat channels", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  it("are Slack channels under their ids", () => {
    expect(ofType(primary, slackType).get("ccp-showcase-channel-engineering-slack")?.inputs).to.include({
      configurationName: "ccp-showcase-channel-engineering",
      slackTeamId: "T07EA123LEP",
      slackChannelId: "C07EZ1ABC23",
      loggingLevel: "ERROR",
      userAuthorizationRequired: true,
      region: "eu-west-1",
    });
  });

  it("are Teams channels, whose id the API takes as it stands in a link", () => {
    expect(ofType(primary, teamsType).get("ccp-showcase-channel-release-room-teams")?.inputs).to.deep.include(
      {
        tenantId: "12345678-90ab-4cde-8f01-234567890abc",
        teamId: "74361522-da01-438d-aa2e-ac7918c6bb92",
        channelId: "19%3A0a1b2c3d4e5f%40thread.tacv2",
        guardrailPolicyArns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
        userAuthorizationRequired: true,
      },
    );
  });

  it("have a guardrail each: without one AWS takes AdministratorAccess", () => {
    const slack = ofType(primary, slackType).get("ccp-showcase-channel-engineering-slack");
    const guardrail = ofType(primary, "aws:iam/policy:Policy").get("ccp-showcase-chat-guardrail");
    expect(JSON.parse(String(guardrail?.inputs.policy))).to.have.nested.property(
      "Statement[0].Effect",
      "Deny",
    );
    expect(slack?.inputs.guardrailPolicyArns).to.have.length(1);
    expect([...dependenciesOf(primary, slack?.urn ?? "")]).to.include(guardrail?.urn);
  });

  it("share a role to which nothing is attached", () => {
    const role = ofType(primary, "aws:iam/role:Role").get("ccp-showcase-chat-role");
    expect(role?.inputs).to.not.have.any.keys("inlinePolicies", "managedPolicyArns");
    for (const type of ["rolePolicy:RolePolicy", "rolePolicyAttachment:RolePolicyAttachment"]) {
      const attached = [...ofType(primary, `aws:iam/${type}`).values()];
      expect(attached.filter(({ urn }) => dependenciesOf(primary, urn).has(role?.urn ?? ""))).to.deep.equal(
        [],
      );
    }
  });
});
