import { z } from "zod";
import { managedPolicy } from "./iamNames";
import { accountId, shortName } from "./names";
import { crossAccountSchema } from "./sections/crossAccount";
import { alarmsSchema, replicaAlarmsSchema } from "./sections/alarms";
import { auditSchema } from "./sections/audit";
import { channelSchema } from "./sections/channels";
import { eventRuleSchema } from "./sections/eventRules";
import { keysSchema } from "./sections/keys";
import { networkSchema } from "./sections/network";
import { notificationSchema } from "./sections/notifications";
import { personSchema } from "./sections/people";
import { protectionSchema } from "./sections/protections";
import { queueSchema } from "./sections/queues";
import { replicationSchema } from "./sections/replication";
import { repositorySchema } from "./sections/repositories";
import { defaultTags } from "./sections/tags";
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
  allowedAccountIds: z
    .array(accountId)
    .min(1, { error: "names no account: list at least one, or leave the key out." })
    .optional()
    .meta({
      description: "The only accounts that this stack may be deployed to; the provider refuses any other.",
      default: "any",
      limits: "12 digits each",
      example: ["123456789012"],
    }),
  tags: defaultTags.default({}).meta({
    description:
      "Tags of everything that AWS tags, beside the platform's own `codecommit-platform:environment`. Replicas take them over.",
    limits: "49; the rules of `repositories.<name>.tags`",
    example: { "cost-center": "42" },
  }),
  keys: keysSchema.default({ deletionWindowDays: 30, protect: true }).meta({
    description:
      "The KMS keys: one of the repositories, one of topics, queues, logs and secrets. Replicas' keys follow.",
  }),
  permissionsBoundary: managedPolicy.optional().meta({
    description:
      "A managed policy that bounds every user, and every role that people take, that the stack makes. It must allow the use of CodeCommit, of KMS and of the own secret; existing users and roles keep their own.",
    limits: "a name in this account, with its path if it has one, or an ARN",
    example: "developer-boundary",
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
  crossAccount: z.record(z.string(), crossAccountSchema).default({}).meta({
    description:
      "Other AWS accounts that work here; each becomes an IAM role, `ccp-<environment>-<name>`, guarded on every protection.",
  }),
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
  tags: defaultTags.default({}).meta({
    description: "Tags beside those of the primary; of two with one key, this one counts.",
    limits: "49 with the primary's",
    example: { "cost-center": "43" },
  }),
  alarms: replicaAlarmsSchema,
  replication: replicationSchema,
  network: networkSchema.optional().meta({
    description: "Where the replication task runs.",
    default: "a new VPC of two public subnets without a NAT gateway",
  }),
  dispatcher: concurrency("the dispatcher function", "0 would stop the replication")
    .optional()
    .meta({ description: "The Lambda function that turns events into replication tasks." }),
  fastPath: concurrency("the fast path's function", "0 would leave all pushes to tasks").optional().meta({
    description: "The Lambda function that relays small pushes at once, with `replication.path: auto`.",
  }),
});

function concurrency(what: string, without: string) {
  return z.strictObject({
    reservedConcurrency: z
      .int()
      .min(1, { error: `must be 1 or more: ${without}.` })
      .max(1000, { error: "must be 1000 or less." })
      .optional()
      .meta({
        description: `How many events ${what} takes at a time, kept free for it and taken from all other functions. AWS refuses it in new accounts, which can run 10 functions at a time in all.`,
        default: "none: what the account's other functions leave",
        limits: "1 to 1000; the account keeps 100 unreserved",
        example: 10,
      }),
  });
}

/** The region comes from `aws:region`, where every Pulumi user looks for it. */
interface Placed {
  readonly region: string;
}

export type PrimarySettings = z.infer<typeof primarySchema> & Placed;
export type ReplicaSettings = z.infer<typeof replicaSchema> & Placed;
export type Settings = PrimarySettings | ReplicaSettings;
