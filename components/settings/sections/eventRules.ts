import { z } from "zod";
import { eventNames } from "../../documents/codecommitEvents";
import { noneTwice } from "../noneTwice";
import {
  busArn,
  functionArn,
  logRetentionDays,
  queueReference,
  repositoryPattern,
  shortName,
  topicReference,
} from "../names";
import { referencePattern } from "../refNames";

export const eventRuleKey = shortName;

/** EventBridge's own limits and defaults. Source: EventBridge API reference, "RetryPolicy". */
const retry = { minutes: 1440, attempts: 185 };

export const eventRuleSchema = z.strictObject({
  events: z
    .array(z.enum(eventNames))
    .min(1, { error: "names no event: list at least one, for example pull-request-created." })
    .meta({
      description:
        "Events and groups of events: `all`, `references`, `pull-requests`, `comments`, `approval-rule-templates`, or one of the names in [events.md](events.md).",
      type: "list of names",
      example: ["references", "pull-request-created"],
    }),
  repositories: z
    .array(repositoryPattern)
    .min(1, { error: "names no repository: leave it out for every repository of the region." })
    .optional()
    .meta({
      description:
        "Names of repositories declared here; `*` and `?` match as in IAM. Events of templates belong to no repository and are left out.",
      default: "every repository of the region, declared here or not",
      example: ["payments-*"],
    }),
  references: z
    .array(referencePattern)
    .min(1, { error: "names no reference: leave it out for every branch and tag." })
    .optional()
    .meta({
      description:
        "Branches as people write them, or full references; `*` stands for any characters. A pull request counts by the branch it goes to; events without a reference (comments, templates) are left out.",
      default: "every branch and tag",
      limits: "at most 30 rules with a `*` before the end",
      example: ["main", "release/*", "refs/tags/v*"],
    }),
  topics: noneTwice(z.array(topicReference))
    .default([])
    .meta({
      description:
        "Names of `topics`, or ARNs of existing topics, whose own policy and key must admit `events.amazonaws.com`.",
      limits: "at most 5 targets of all kinds",
      example: ["announcements"],
    }),
  queues: noneTwice(z.array(queueReference))
    .default([])
    .meta({
      description:
        "Names of `queues`, or ARNs of existing queues, whose own policy and key must admit `events.amazonaws.com`.",
      example: ["builds"],
    }),
  functions: noneTwice(z.array(functionArn))
    .default([])
    .meta({
      description: "ARNs of existing Lambda functions, which are told to admit the rule.",
      limits: "this account and region",
      example: ["arn:aws:lambda:eu-central-1:123456789012:function:review-bot"],
    }),
  logRetentionDays: logRetentionDays.optional().meta({
    description: "Writes the events to a log group of their own, and keeps them this long.",
    default: "no log group",
    limits: "what CloudWatch Logs offers: 1, 3, 5, 7, 14, 30, 60, 90, … 3653 days",
    type: "number",
    example: 90,
  }),
  buses: noneTwice(z.array(busArn))
    .default([])
    .meta({
      description:
        "ARNs of event buses in another account or region. A bus of another account must admit this account in its own policy.",
      example: ["arn:aws:events:eu-west-1:210987654321:event-bus/default"],
    }),
  retry: z
    .strictObject({
      minutes: z
        .int()
        .min(1, { error: `must be 1 to ${retry.minutes} minutes, as EventBridge allows.` })
        .max(retry.minutes, { error: `must be 1 to ${retry.minutes} minutes, as EventBridge allows.` })
        .default(retry.minutes)
        .meta({
          description: "How long to try again.",
          limits: `1 to ${retry.minutes} minutes`,
          type: "number",
        }),
      attempts: z
        .int()
        .min(0, { error: `must be 0 to ${retry.attempts}, as EventBridge allows.` })
        .max(retry.attempts, { error: `must be 0 to ${retry.attempts}, as EventBridge allows.` })
        .default(retry.attempts)
        .meta({ description: "How often to try again.", limits: `0 to ${retry.attempts}`, type: "number" }),
    })
    .default(retry)
    .meta({
      description:
        "What to do when a target does not answer. What cannot be delivered waits 14 days in the queue `ccp-<environment>-undelivered-events`.",
      default: "a day, 185 times",
    }),
});

export type EventRuleSettings = z.infer<typeof eventRuleSchema>;

/** A rule that does nothing yet. */
export const noTargets: Omit<EventRuleSettings, "events" | "repositories" | "references"> = {
  topics: [],
  queues: [],
  functions: [],
  buses: [],
  retry,
};
