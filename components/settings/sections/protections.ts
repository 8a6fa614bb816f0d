import { z } from "zod";
import { branchPattern, shortName } from "../names";

export const protectionKey = shortName;

export const protectionSchema = z.strictObject({
  branches: z
    .array(branchPattern)
    .min(1, { error: "names no branch: list at least one, for example main." })
    .meta({
      description: 'Branches as people write them, without "refs/heads/"; `*` and `?` match as in IAM.',
      example: ["main", "release/*"],
    }),
  pushers: z
    .array(z.string())
    .default([])
    .meta({
      description: "The teams that may move these branches. Everybody else is denied.",
      example: ["release-managers"],
    }),
});

export type ProtectionSettings = z.infer<typeof protectionSchema>;
