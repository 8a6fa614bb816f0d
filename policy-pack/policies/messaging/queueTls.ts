import { requireTls } from "../framework/tls";

export const queueTls = requireTls({
  name: "sqs-queue-require-tls",
  description: "Nobody talks to an SQS queue in the clear.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
  noun: "queue",
  of: "aws:sqs/queue:Queue",
  policy: "aws:sqs/queuePolicy:QueuePolicy",
  link: "queueUrl",
  action: "sqs:SendMessage",
});
