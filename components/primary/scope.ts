import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "../documents/place";
import { matches } from "../settings/checks/check";
import type { PrimarySettings } from "../settings/schema";

/** What every part of a primary is made of: the settings, where they apply, and the parent of what they declare. */
export interface Scope {
  readonly settings: PrimarySettings;
  readonly place: Place;
  readonly parent: pulumi.Resource;
}

/** The physical name of something of ours: `ccp-<environment>-<key>`. */
export function named({ place }: Scope, key: string): string {
  return `${place.prefix}-${key}`;
}

/** The settings keys of the repositories whose names the patterns match. */
export function repositoryKeys({ settings }: Scope, patterns: readonly string[]): string[] {
  return Object.entries(settings.repositories)
    .filter(([, { name }]) => patterns.some((pattern) => matches(pattern, name)))
    .map(([key]) => key);
}
