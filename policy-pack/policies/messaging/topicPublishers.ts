import { requireServiceSource } from "../framework/serviceSource";
import { topicDocuments } from "./documents";

export const topicPublishers = requireServiceSource({
  name: "sns-topic-require-publisher-source",
  description: "A service that publishes to an SNS topic does so on behalf of named accounts or resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  noun: "topic",
  documents: topicDocuments,
  // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge": EventBridge user guide, "Using
  // resource-based policies". It sends no context along, so a condition would refuse it.
  exceptions: ["events.amazonaws.com"],
});
