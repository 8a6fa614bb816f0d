import type { Account } from "../account";
import type { Sqs } from "../sqs";
import type { Metrics } from "./metrics";

/** What services measure of themselves, as far as alarms look at it. */
export function measureServices(account: Account, sqs: Sqs, metrics: Metrics): void {
  const count = (
    region: string,
    namespace: string,
    name: string,
    dimensions: Record<string, string>,
    value = 1,
  ) => {
    metrics.put({ region, namespace, name, dimensions, value, at: Date.now() });
  };
  account.signals.on("invocation", ({ region, functionName, attempts, error }) => {
    const dimensions = { FunctionName: functionName };
    count(region, "AWS/Lambda", "Invocations", dimensions, attempts);
    count(region, "AWS/Lambda", "Errors", dimensions, error === undefined ? attempts - 1 : attempts);
  });
  account.signals.on("undelivered", ({ region, functionName }) => {
    count(region, "AWS/Lambda", "DestinationDeliveryFailures", { FunctionName: functionName });
  });
  account.signals.on("delivery", ({ from, outcome }) => {
    if (outcome !== "refused") return;
    const [, , service, region = "", , resource = ""] = from.split(":");
    if (service === "events") {
      count(region, "AWS/Events", "FailedInvocations", {
        RuleName: resource.slice(resource.lastIndexOf("/") + 1),
      });
    }
    if (service === "sns") count(region, "AWS/SNS", "NumberOfNotificationsFailed", { TopicName: resource });
  });
  sqs.watch((queueArn, messages) => {
    const [, , , region = "", , QueueName = ""] = queueArn.split(":");
    count(region, "AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName }, messages);
    count(region, "AWS/SQS", "NumberOfMessagesSent", { QueueName });
  });
}
