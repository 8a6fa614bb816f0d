import { z } from "zod";
import { functionArn, repositoryPattern, topicReference, triggerName } from "../names";
import { branchName } from "../refNames";
import { noneTwice } from "../noneTwice";

export const triggerKey = triggerName;

/** CodeCommit user guide, "Quotas in AWS CodeCommit". */
const branchesOfTrigger = 10;

export const triggerSchema = z
  .strictObject({
    events: noneTwice(z.array(z.enum(["push", "create", "delete", "all"])))
      .min(1, { error: "names no event: list push, create or delete, or all of them by all." })
      .refine((events) => events.length === 1 || !events.includes("all"), {
        error: "names all and more; all goes alone.",
      })
      .meta({
        description:
          "`push` moves a branch or tag, `create` and `delete` make and remove one, `all` is all of it.",
        example: ["push", "create"],
      }),
    repositories: z
      .array(repositoryPattern)
      .min(1, { error: 'names no repository: list at least one, or "*" for all.' })
      .default(["*"])
      .meta({
        description: "Names of repositories; `*` and `?` match as in IAM.",
        limits: "at most 10 triggers a repository",
        example: ["payments-*"],
      }),
    branches: noneTwice(z.array(branchName))
      .max(branchesOfTrigger, {
        error: ({ input }) =>
          `names ${(input as unknown[]).length} branches, but CodeCommit allows ${branchesOfTrigger} a trigger; leave some out, or all of them to watch every branch.`,
      })
      .default([])
      .meta({
        description: "Whole names of branches.",
        default: "every branch and tag",
        limits: `at most ${branchesOfTrigger}, no wildcards`,
        example: ["main"],
      }),
    topic: topicReference.optional().meta({
      description:
        "Where it goes: one of `topics`, or the ARN of an existing topic whose policy admits `codecommit.amazonaws.com`. Either this or `function`.",
      limits: "this region",
      example: "builds",
    }),
    function: functionArn.optional().meta({
      description:
        "Where it goes: the ARN of an existing Lambda function, which is told to admit the repositories. Either this or `topic`.",
      limits: "this account and region, at most 40 repositories a function",
      example: "arn:aws:lambda:eu-central-1:123456789012:function:announce",
    }),
    customData: z.string().max(1000).optional().meta({
      description: "A text that every message carries.",
      limits: "at most 1,000 characters",
      example: "pipeline: nightly",
    }),
  })
  .refine((trigger) => (trigger.topic === undefined) !== (trigger.function === undefined), {
    error: "goes to one place: write either topic or function.",
  });

export type TriggerSettings = z.infer<typeof triggerSchema>;
