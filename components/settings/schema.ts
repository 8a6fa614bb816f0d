import { z } from "zod";
import { shortName } from "./names";
import { alarmsSchema } from "./sections/alarms";
import { auditSchema } from "./sections/audit";
import { eventRuleSchema } from "./sections/eventRules";
import { channelSchema } from "./sections/channels";
import { networkSchema } from "./sections/network";
import { notificationSchema } from "./sections/notifications";
import { personSchema } from "./sections/people";
import { protectionSchema } from "./sections/protections";
import { queueSchema } from "./sections/queues";
import { repositorySchema } from "./sections/repositories";
import { teamSchema } from "./sections/teams";
import { topicSchema } from "./sections/topics";
import { triggerSchema } from "./sections/triggers";

/** A stack of the role `primary`. */
export const primarySchema = z.strictObject({
  role: z.literal("primary"),
  environment: shortName.meta({
    description:
      "Part of every physical name, `ccp-<environment>-…`. Changing it renames everything but the repositories.",
    default: "the stack's name",
    limits: 'lower-case words joined by "-", at most 30 characters',
    example: "dev",
  }),
  // The names of entries are checked beside the references: zod skips an entry whose key is wrong, and we report all.
  repositories: z
    .record(z.string(), repositorySchema)
    .refine((repositories) => Object.keys(repositories).length > 0, {
      error: "declares none; declare at least one.",
    })
    .transform(named)
    .meta({
      description: "Git repositories. The key is the repository's stable identity.",
    }),
  teams: z
    .record(z.string(), teamSchema)
    .default({})
    .meta({ description: "People with the same access; each team becomes an IAM group." }),
  people: z
    .record(z.string(), personSchema)
    .default({})
    .meta({ description: "What is personal; someone with nothing personal needs no entry." }),
  protections: z
    .record(z.string(), protectionSchema)
    .default({})
    .meta({ description: "Branches that only some teams may move." }),
  topics: z.record(z.string(), topicSchema).default({}).meta({
    description: "SNS topics, encrypted with our key, for notifications, triggers and event rules.",
  }),
  queues: z
    .record(z.string(), queueSchema)
    .default({})
    .meta({ description: "SQS queues, encrypted with our key, for event rules." }),
  eventRules: z
    .record(z.string(), eventRuleSchema)
    .default({})
    .meta({ description: "What to do when something happens: EventBridge rules and their targets." }),
  audit: auditSchema,
  alarms: alarmsSchema,
  channels: z.record(z.string(), channelSchema).default({}).meta({
    description:
      "Slack and Microsoft Teams channels. Before the first deployment, somebody authorises the workspace or the team once, in the console of Amazon Q Developer in chat applications.",
  }),
  notifications: z
    .record(z.string(), notificationSchema)
    .default({})
    .meta({ description: "What people want to hear of; each entry is one notification rule a repository." }),
  triggers: z
    .record(z.string(), triggerSchema)
    .default({})
    .meta({ description: "What programs must hear of within seconds of a push, straight from CodeCommit." }),
});

function named(repositories: Record<string, z.infer<typeof repositorySchema>>) {
  return Object.fromEntries(
    Object.entries(repositories).map(([key, repository]) => [
      key,
      { ...repository, name: repository.name ?? key },
    ]),
  );
}

/** A stack of the role `replica`. */
export const replicaSchema = z.strictObject({
  role: z.literal("replica"),
  primary: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+\/[\w.-]+)?$/, {
      error: 'is not a stack: write "dev", or "organization/project/dev".',
    })
    .meta({
      description: "The stack of the primary. It must be deployed first.",
      limits: "`stack` or `organization/project/stack`",
      example: "dev",
    }),
  network: networkSchema.optional().meta({
    description: "Where the replication task runs.",
    default: "a new VPC of two public subnets without a NAT gateway",
  }),
});

/** The region comes from `aws:region`, where every Pulumi user looks for it. */
interface Placed {
  readonly region: string;
}

export type PrimarySettings = z.infer<typeof primarySchema> & Placed;
export type ReplicaSettings = z.infer<typeof replicaSchema> & Placed;
export type Settings = PrimarySettings | ReplicaSettings;
