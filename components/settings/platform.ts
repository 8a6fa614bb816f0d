import { z } from "zod";
import { accessLevel } from "./sections/teams";

/**
 * What a primary tells its replicas: the one output `platform`. All of it is known at preview, and none of it is a key
 * id or a secret, because a StackReference copies every output into the other stack's state.
 */
export const platformSchema = z.object({
  version: z.literal(1),
  partition: z.string(),
  account: z.string(),
  region: z.string(),
  environment: z.string(),
  /** Default tags of the primary's resources, its own ones included. */
  tags: z.record(z.string(), z.string()),
  keys: z.object({ deletionWindowDays: z.number(), protect: z.boolean() }),
  /** By settings key. */
  repositories: z.record(
    z.string(),
    z.object({
      name: z.string(),
      description: z.string().optional(),
      tags: z.record(z.string(), z.string()),
      protect: z.boolean(),
      protections: z.array(z.string()),
      /** A repository that is deleted is told of until it is out of the settings, so that replicas delete their copies. */
      retire: z.object({ reason: z.string(), delete: z.boolean() }).optional(),
    }),
  ),
  teams: z.record(z.string(), z.object({ group: z.string(), access: accessLevel })),
  protections: z.record(
    z.string(),
    z.object({
      branches: z.array(z.string()),
      tags: z.array(z.string()).default([]),
      pushers: z.array(z.string()),
    }),
  ),
});

export type Platform = z.infer<typeof platformSchema>;
