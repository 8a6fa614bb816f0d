import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "../documents/place";
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
