import { definePolicy } from "../framework/definePolicy";
import { fields, given } from "../framework/inputs";

export const targetDeadLetters = definePolicy({
  name: "events-target-require-dead-letter-queue",
  description: "An event that cannot be delivered waits in a dead-letter queue.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  remediation: [
    "Set `deadLetterConfig: { arn: queue.arn }`, and let `events.amazonaws.com` send to the queue.",
  ],
  types: ["aws:cloudwatch/eventTarget:EventTarget"],
  judge: ({ name, props }) =>
    typeof props.deadLetterConfig === "symbol" || given(fields(props.deadLetterConfig).arn)
      ? []
      : [
          `Event target ${name} loses events that it cannot be given. Set \`deadLetterConfig: { arn: queue.arn }\`.`,
        ],
});
