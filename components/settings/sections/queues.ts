import { z } from "zod";
import { shortName } from "../names";

export const queueKey = shortName;

/** SQS keeps a message for 60 seconds to 14 days. Source: SQS developer guide, "Amazon SQS message quotas". */
const longest = 14;

export const queueSchema = z.strictObject({
  retentionDays: z
    .int({ error: "takes a whole number of days." })
    .min(1, { error: `must be 1 to ${longest} days, as SQS keeps messages.` })
    .max(longest, { error: `must be 1 to ${longest} days, as SQS keeps messages.` })
    .default(longest)
    .meta({
      description: "How long a message waits to be received before SQS throws it away.",
      limits: "1 to 14 days",
      type: "number",
    }),
});

export type QueueSettings = z.infer<typeof queueSchema>;
