import { type Place, userArn } from "../documents/place";
import type { PrimarySettings } from "./schema";

/** The IAM user that a person is: an existing one, or one of ours. Its name, without the path. */
export function userNameOf({ people }: PrimarySettings, { prefix }: Place, person: string): string {
  const existing = people[person]?.existing;
  return existing === undefined ? `${prefix}-${person}` : bareUserName(existing);
}

/** The ARN of the IAM user that a person is; an existing one's with its path, ours have none. */
export function userArnOf({ people }: PrimarySettings, place: Place, person: string): string {
  return userArn(place, people[person]?.existing ?? `${place.prefix}-${person}`);
}

/** `emea/dana.scully` → `dana.scully`. IAM knows no two users of one name, whatever their paths. */
export function bareUserName(pathAndName: string): string {
  return pathAndName.slice(pathAndName.lastIndexOf("/") + 1);
}
