import { requireCustomerKey } from "../framework/customerKey";

export const queueKey = requireCustomerKey({
  name: "sqs-queue-require-customer-managed-key",
  description: "What waits in an SQS queue is encrypted with a key of its owner.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
  noun: "queue",
  type: "aws:sqs/queue:Queue",
  property: "kmsMasterKeyId",
});
