import { z } from "zod";
import { repositoryPattern, shortName, topicReference } from "../names";
import { noneTwice } from "../noneTwice";

export const notificationKey = shortName;

/** As AWS calls them, without the leading `codecommit-repository-`. Source: Developer Tools console user guide, "Concepts". */
export const notificationEvents = [
  "comments-on-commits",
  "comments-on-pull-requests",
  "approvals-status-changed",
  "approvals-rule-override",
  "pull-request-created",
  "pull-request-source-updated",
  "pull-request-status-changed",
  "pull-request-merged",
  "branches-and-tags-created",
  "branches-and-tags-deleted",
  "branches-and-tags-updated",
] as const;

export const notificationSchema = z.strictObject({
  events: noneTwice(z.array(z.enum([...notificationEvents, "all"])))
    .min(1, { error: "names no event: list at least one, or all of them by all." })
    .refine((events) => events.length === 1 || !events.includes("all"), {
      error: "names all and more; all goes alone.",
    })
    .meta({ description: "What to hear of; `all` is all of it.", example: ["pull-request-created"] }),
  repositories: z
    .array(repositoryPattern)
    .min(1, { error: 'names no repository: list at least one, or "*" for all.' })
    .default(["*"])
    .meta({
      description: "Names of repositories; `*` and `?` match as in IAM.",
      limits: "at most 10 notification rules a repository, 1,000 an account",
      example: ["payments-*"],
    }),
  detail: z.enum(["basic", "full"]).default("full").meta({
    description: "`full` adds what was written, such as the text of a comment.",
    example: "basic",
  }),
  topics: noneTwice(z.array(topicReference))
    .default([])
    .meta({
      description:
        "Names of `topics`, or ARNs of existing ones whose policy admits `codestar-notifications.amazonaws.com`.",
      limits: "this account and region; topics and channels together at most 10",
      example: ["reviews"],
    }),
  channels: noneTwice(z.array(z.string()))
    .default([])
    .meta({ description: "Names of `channels`.", example: ["team-chat"] }),
});

export type NotificationSettings = z.infer<typeof notificationSchema>;
