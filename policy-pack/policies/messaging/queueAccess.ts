import { forbidPublicAccess } from "../framework/publicAccess";
import { queueDocuments } from "./documents";

export const queueAccess = forbidPublicAccess({
  name: "sqs-queue-forbid-public-access",
  description: "The policy of an SQS queue names who may use it.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  noun: "queue",
  documents: queueDocuments,
});
