import { z } from "zod";
import { emailAddress, functionArn, httpsEndpoint, queueArn, shortName } from "../names";
import { noneTwice } from "../noneTwice";

export const topicKey = shortName;

export const topicSchema = z.strictObject({
  subscriptions: z
    .strictObject({
      email: noneTwice(z.array(emailAddress))
        .default([])
        .meta({
          description:
            "Addresses. Each receives nothing until somebody follows the link in AWS's first message.",
          example: ["builds@example.com"],
        }),
      https: noneTwice(z.array(httpsEndpoint))
        .default([])
        .meta({
          description: "Endpoints. Each receives nothing until it follows the link in AWS's first request.",
          example: ["https://hooks.example.com/codecommit"],
        }),
      sqs: noneTwice(z.array(queueArn))
        .default([])
        .meta({
          description:
            "ARNs of existing queues. The queue's own policy, and its key's if it has one, must admit `sns.amazonaws.com`; in another account, its owner confirms the subscription.",
          example: ["arn:aws:sqs:eu-central-1:123456789012:announcements"],
        }),
      lambda: noneTwice(z.array(functionArn))
        .default([])
        .meta({
          description: "ARNs of existing functions, which are told to admit the topic.",
          limits: "this account and region",
          example: ["arn:aws:lambda:eu-central-1:123456789012:function:announce"],
        }),
    })
    .default({ email: [], https: [], sqs: [], lambda: [] })
    .meta({ description: "Who gets what is published.", default: "nobody" }),
});

export type TopicSettings = z.infer<typeof topicSchema>;
