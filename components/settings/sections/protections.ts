import { z } from "zod";
import { shortName } from "../names";
import { branchPattern, tagPattern } from "../refNames";
import { approvalSchema } from "./approvals";

export const protectionKey = shortName;

export const protectionSchema = z.strictObject({
  branches: z
    .array(branchPattern)
    .default([])
    .meta({
      description: 'Branches as people write them, without "refs/heads/"; `*` and `?` match as in IAM.',
      limits: "at least one branch or tag",
      example: ["main", "release/*"],
    }),
  tags: z
    .array(tagPattern)
    .default([])
    .meta({
      description: 'Tags as people write them, without "refs/tags/"; `*` and `?` match as in IAM.',
      example: ["v*"],
    }),
  pushers: z
    .array(z.string())
    .default([])
    .meta({
      description: "The teams that may move these branches and tags. Everybody else is denied.",
      example: ["release-managers"],
    }),
  pullRequests: z.enum(["pushers", "everyone"]).default("pushers").meta({
    description:
      "Who may merge a pull request into these branches. `everyone`: all who may push elsewhere in the repository, once the pull request has its approvals; each branch then needs an entry in `approvals`.",
    example: "everyone",
  }),
  // The names of branches are checked beside the references: zod skips an entry whose key is wrong, and we report all.
  approvals: z
    .record(z.string(), approvalSchema)
    .default({})
    .meta({
      description:
        "Approvals that a pull request needs, by its target: a branch, several with `*` (not at the beginning, and no `?`), or `*` for every branch; also of branches that are not protected. Rules that match one branch apply all of them. A change concerns new pull requests only.",
      limits: "at most 25 for a repository, over all of its protections",
      example: { main: { needed: 2, from: { teams: ["release-managers"] } } },
    }),
});

export type ProtectionSettings = z.infer<typeof protectionSchema>;
