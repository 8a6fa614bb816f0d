import { expect } from "chai";
import { notificationEvents } from "../../components/settings/sections/notifications";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("Notification rules", function () {
  this.timeout(60_000);
  let primary: StackResult;
  let rules: Map<string, ResourceResult>;

  before(async () => {
    [primary] = await previewsOf("showcase");
    rules = ofType(primary, "aws:codestarnotifications/notificationRule:NotificationRule");
  });

  const rule = (name: string) => rules.get(`ccp-showcase-notify-${name}`);
  const typesOf = (name: string) =>
    (rule(name)?.inputs.targets as { type: string }[]).map((target) => target.type);

  it("are one for each repository that an entry names", () => {
    expect([...rules.keys()]).to.have.members(
      [
        "reviews-payments-api",
        "reviews-web-shop",
        "reviews-infrastructure",
        "reviews-handbook",
        "reviews-legacy-billing",
        "overrides-payments-api",
        "overrides-infrastructure",
        "everything-infrastructure",
      ].map((name) => `ccp-showcase-notify-${name}`),
    );
  });

  it("watch their repository for the events of the settings, as AWS calls them", () => {
    const repository = ofType(primary, "aws:codecommit/repository:Repository").get(
      "ccp-showcase-payments-api-repository",
    );
    expect(rule("overrides-payments-api")?.inputs).to.deep.include({
      name: "ccp-showcase-overrides-payments-api",
      detailType: "BASIC",
      eventTypeIds: ["codecommit-repository-approvals-rule-override"],
    });
    expect(rule("overrides-payments-api")?.dependencies).to.include(repository?.urn);
    expect(rule("reviews-payments-api")?.inputs).to.include({ detailType: "FULL" });
  });

  it("take all for the eleven events there are", () => {
    expect(rule("everything-infrastructure")?.inputs.eventTypeIds).to.deep.equal(
      notificationEvents.map((event) => `codecommit-repository-${event}`),
    );
    expect(notificationEvents).to.have.length(11);
  });

  it("go to topics and channels", () => {
    expect(typesOf("reviews-web-shop")).to.deep.equal(["SNS", "AWSChatbotSlack"]);
    expect(typesOf("overrides-payments-api")).to.deep.equal(["SNS", "AWSChatbotMicrosoftTeams"]);
    expect(rule("overrides-payments-api")?.inputs.targets).to.deep.include({
      address: "arn:aws:sns:eu-central-1:123456789012:audit-findings",
      type: "SNS",
    });
  });

  it("wait for the topic, its policy and key, and for the channel", () => {
    const needed = [
      ofType(primary, "aws:sns/topic:Topic").get("ccp-showcase-topic-reviews-topic"),
      ofType(primary, "aws:sns/topicPolicy:TopicPolicy").get("ccp-showcase-topic-reviews-policy"),
      ofType(primary, "aws:kms/key:Key").get("ccp-showcase-operations-key"),
      ofType(primary, "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration").get(
        "ccp-showcase-channel-engineering-slack",
      ),
    ];
    expect([...dependenciesOf(primary, rule("reviews-web-shop")?.urn ?? "")]).to.include.members(
      needed.map((resource) => resource?.urn),
    );
  });

  it("wait for the account's role, every one", () => {
    const role = ofType(primary, "aws:iam/serviceLinkedRole:ServiceLinkedRole").get(
      "ccp-showcase-notifications-role",
    );
    expect(role?.inputs).to.include({ awsServiceName: "codestar-notifications.amazonaws.com" });
    for (const { dependencies } of rules.values()) {
      expect(dependencies).to.include(role?.urn);
    }
  });

  it("are what asks for that role: an environment without notifications has none", async () => {
    const [dev] = await previewsOf("dev");
    expect(ofType(dev, "aws:iam/serviceLinkedRole:ServiceLinkedRole")).to.have.lengthOf(0);
  });
});
