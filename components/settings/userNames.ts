import type { Place } from "../documents/place";
import type { PrimarySettings } from "./schema";

/** The IAM user that a person is: an existing one, or one of ours. */
export function userNameOf({ people }: PrimarySettings, { prefix }: Place, person: string): string {
  return people[person]?.existing ?? `${prefix}-${person}`;
}
