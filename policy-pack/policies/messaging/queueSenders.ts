import { requireServiceSource } from "../framework/serviceSource";
import { queueDocuments } from "./documents";

export const queueSenders = requireServiceSource({
  name: "sqs-queue-require-sender-source",
  description: "A service that sends to an SQS queue does so on behalf of named accounts or resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  noun: "queue",
  documents: queueDocuments,
});
