import { crossAccountKey, crossAccountSchema } from "./crossAccount";
import { personKey, personSchema } from "./people";
import { protectionKey, protectionSchema } from "./protections";
import { repositoryKey, repositorySchema } from "./repositories";
import { teamKey, teamSchema } from "./teams";

/** The maps of a primary's settings: what an entry may be called, and what it holds. */
export const primarySections = {
  repositories: { key: repositoryKey, entry: repositorySchema },
  teams: { key: teamKey, entry: teamSchema },
  people: { key: personKey, entry: personSchema },
  protections: { key: protectionKey, entry: protectionSchema },
  crossAccount: { key: crossAccountKey, entry: crossAccountSchema },
} as const;

export type SectionName = keyof typeof primarySections;

export const sectionNames = Object.keys(primarySections) as SectionName[];
