import { z } from "zod";

/** KMS API reference, ScheduleKeyDeletion. */
const deletionWindow = { error: "is not a number of days that KMS offers: 7 to 30." };

export const keysSchema = z.strictObject({
  deletionWindowDays: z.int(deletionWindow).min(7, deletionWindow).max(30, deletionWindow).default(30).meta({
    description: "How long a key waits, and can be saved, after its deletion was asked for.",
    limits: "7 to 30 days",
    example: 14,
  }),
  protect: z.boolean().default(true).meta({
    description:
      "Refuse to delete or replace the keys: what they encrypt is lost with them. To give up an environment, set false and update first.",
  }),
});

export type KeySettings = z.infer<typeof keysSchema>;
