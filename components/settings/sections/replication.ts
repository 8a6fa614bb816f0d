import { z } from "zod";

function whole(least: number, most: number, what: string) {
  const error = `must be ${least} to ${most} ${what}.`;
  return z.int().min(least, { error }).max(most, { error });
}

export const replicationSchema = z
  .strictObject({
    path: z.enum(["fargate", "auto"]).default("fargate").meta({
      description:
        "Which way a push goes: by a Fargate task, whose start takes tens of seconds; or with `auto` by a Lambda function that is there in about a second, and by a task where more than a thousand objects are to be moved or the function does not succeed.",
      limits: "`fargate`, `auto`",
      type: "string",
    }),
    sweepMinutes: whole(5, 1440, "minutes").default(30).meta({
      description:
        "How often all copies are compared with their sources, and mended where they differ. EventBridge may lose an event; this makes it good.",
      limits: "5 to 1440 minutes, and no longer than `alarms.outOfStepMinutes`",
      type: "number",
    }),
    deepCheckDays: whole(0, 90, "days").default(7).meta({
      description:
        "How often all copies are read whole, to prove that they have every object behind their branches and tags. 0: never.",
      limits: "0 to 90 days",
      type: "number",
    }),
    retainDays: whole(1, 3650, "days").optional().meta({
      description:
        "How long the copy keeps what a push overwrote or deleted, as a branch `ccp-archive-<day>-<branch>-<short id>`.",
      default: "none: nothing is kept",
      limits: "1 to 3650 days",
      type: "number",
      example: 30,
    }),
  })
  .default({ path: "fargate", sweepMinutes: 30, deepCheckDays: 7 })
  .meta({ description: "How pushes come to the copies, and what keeps them equal besides." });

export type ReplicationSettings = z.infer<typeof replicationSchema>;
