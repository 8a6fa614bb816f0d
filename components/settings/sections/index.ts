import { crossAccountKey, crossAccountSchema } from "./crossAccount";
import { eventRuleKey, eventRuleSchema } from "./eventRules";
import { channelKey, channelSchema } from "./channels";
import { notificationKey, notificationSchema } from "./notifications";
import { personKey, personSchema } from "./people";
import { protectionKey, protectionSchema } from "./protections";
import { queueKey, queueSchema } from "./queues";
import { repositoryKey, repositorySchema } from "./repositories";
import { teamKey, teamSchema } from "./teams";
import { topicKey, topicSchema } from "./topics";
import { triggerKey, triggerSchema } from "./triggers";

/** The maps of a primary's settings: what an entry may be called, and what it holds. */
export const primarySections = {
  repositories: { key: repositoryKey, entry: repositorySchema },
  teams: { key: teamKey, entry: teamSchema },
  people: { key: personKey, entry: personSchema },
  protections: { key: protectionKey, entry: protectionSchema },
  crossAccount: { key: crossAccountKey, entry: crossAccountSchema },
  topics: { key: topicKey, entry: topicSchema },
  queues: { key: queueKey, entry: queueSchema },
  eventRules: { key: eventRuleKey, entry: eventRuleSchema },
  channels: { key: channelKey, entry: channelSchema },
  notifications: { key: notificationKey, entry: notificationSchema },
  triggers: { key: triggerKey, entry: triggerSchema },
} as const;

export type SectionName = keyof typeof primarySections;

export const sectionNames = Object.keys(primarySections) as SectionName[];
