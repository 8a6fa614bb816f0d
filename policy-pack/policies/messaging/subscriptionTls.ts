import { definePolicy } from "../framework/definePolicy";

export const subscriptionTls = definePolicy({
  name: "sns-subscription-require-https",
  description: "SNS delivers to web endpoints over HTTPS.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html",
  remediation: ['Set `protocol: "https"` and give an `endpoint` that begins with https://.'],
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  judge: ({ name, props }) =>
    props.protocol === "http"
      ? [`Subscription ${name} delivers over http, readable on the way. Set \`protocol: "https"\`.`]
      : [],
});
