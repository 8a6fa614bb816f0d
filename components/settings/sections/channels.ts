import { z } from "zod";
import { policyArn, quote, shortName } from "../names";
import { noneTwice } from "../noneTwice";

export const channelKey = shortName;

/** What a chat channel must never be able to do, whoever writes in it. */
const tooMuch = ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"];

const guid = (what: string) =>
  z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, {
    error: (issue) =>
      `${quote(issue.input)} is not a Microsoft Teams ${what} id: for example "12345678-90ab-4cde-8f01-234567890abc".`,
  });

const slackSchema = z.strictObject({
  workspaceId: z
    .string()
    .regex(/^T[A-Z0-9]{5,}$/, {
      error: (issue) =>
        `${quote(issue.input)} is not a Slack workspace id: it begins with T, for example "T07EA123LEP".`,
    })
    .meta({
      description:
        "Authorise the workspace once by hand: the console of Amazon Q Developer in chat applications.",
      example: "T07EA123LEP",
    }),
  channelId: z
    .string()
    .regex(/^[CG][A-Z0-9]{5,}$/, {
      error: (issue) =>
        `${quote(issue.input)} is not a Slack channel id: it begins with C, or with G when the channel is private, for example "C07EZ1ABC23".`,
    })
    .meta({
      description: "The end of the channel's link. Invite @Amazon Q to a private channel.",
      example: "C07EZ1ABC23",
    }),
});

const teamsSchema = z.strictObject({
  tenantId: guid("tenant").meta({
    description: "Authorise the tenant once by hand: the console of Amazon Q Developer in chat applications.",
    example: "12345678-90ab-4cde-8f01-234567890abc",
  }),
  teamId: guid("team").meta({
    description: "The `groupId` in the team's link.",
    limits: "one channel a team",
    example: "74361522-da01-438d-aa2e-ac7918c6bb92",
  }),
  channelId: z
    .string()
    .regex(/^19:[\w-]+@thread\.(tacv2|skype|v2)$/, {
      error: (issue) =>
        `${quote(issue.input)} is not a Microsoft Teams channel id: take it from the channel's link and write "%3a" as ":" and "%40" as "@", for example "19:0a1b2c3d@thread.tacv2".`,
    })
    .meta({ description: "From the channel's link.", example: "19:0a1b2c3d@thread.tacv2" }),
});

export const channelSchema = z
  .strictObject({
    slack: slackSchema.optional().meta({ description: "A Slack channel. Either this or `teams`." }),
    teams: teamsSchema.optional().meta({ description: "A Microsoft Teams channel. Either this or `slack`." }),
    guardrailPolicies: noneTwice(
      z.array(
        policyArn.refine((arn) => !tooMuch.some((name) => arn.endsWith(`/${name}`)), {
          error: (issue) =>
            `${quote(issue.input)} would let a chat channel do almost anything: name a narrower policy, for example "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess".`,
        }),
      ),
    )
      .default([])
      .meta({
        description:
          "ARNs of the policies that bound what members may do from the channel with roles of their own.",
        default: "a policy that denies everything: the channel is for reading",
        limits: `not ${tooMuch.join(", ")}`,
        example: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
      }),
  })
  .refine(({ slack, teams }) => (slack === undefined) !== (teams === undefined), {
    error: "is one channel: write either slack or teams.",
  });

export type ChannelSettings = z.infer<typeof channelSchema>;
