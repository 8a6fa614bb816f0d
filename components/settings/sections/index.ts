import { crossAccountKey, crossAccountSchema } from "./crossAccount";
import { eventRuleKey, eventRuleSchema } from "./eventRules";
import { personKey, personSchema } from "./people";
import { protectionKey, protectionSchema } from "./protections";
import { queueKey, queueSchema } from "./queues";
import { repositoryKey, repositorySchema } from "./repositories";
import { teamKey, teamSchema } from "./teams";
import { topicKey, topicSchema } from "./topics";

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
} as const;

export type SectionName = keyof typeof primarySections;

export const sectionNames = Object.keys(primarySections) as SectionName[];
