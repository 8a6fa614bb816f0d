import { requireCustomerKey } from "../framework/customerKey";

export const topicKey = requireCustomerKey({
  name: "sns-topic-require-customer-managed-key",
  description: "What is published to an SNS topic is encrypted with a key of its owner.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  noun: "topic",
  type: "aws:sns/topic:Topic",
  property: "kmsMasterKeyId",
});
