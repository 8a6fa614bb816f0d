import { forbidPublicAccess } from "../framework/publicAccess";
import { topicDocuments } from "./documents";

export const topicAccess = forbidPublicAccess({
  name: "sns-topic-forbid-public-access",
  description: "The policy of an SNS topic names who may use it.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
  noun: "topic",
  documents: topicDocuments,
});
