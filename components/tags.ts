import { environmentTag } from "./settings/sections/tags";
import type { PrimarySettings } from "./settings/schema";

/** What everything of an environment is tagged with: the user's tags, and one that says whose it is. */
export function defaultTagsOf({ tags, environment }: PrimarySettings): Record<string, string> {
  return { ...tags, [environmentTag]: environment };
}
