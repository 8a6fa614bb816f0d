import { requireTls } from "../framework/tls";

export const topicTls = requireTls({
  name: "sns-topic-require-tls",
  description: "Nobody publishes to an SNS topic in the clear.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit",
  noun: "topic",
  of: "aws:sns/topic:Topic",
  policy: "aws:sns/topicPolicy:TopicPolicy",
  link: "arn",
  action: "sns:Publish",
});
