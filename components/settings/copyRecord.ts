import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { quote } from "./names";
import type { Platform } from "./platform";
import type { ReplicaSettings } from "./schema";
import { SettingsError } from "./settingsError";

/** What a replica notes down of its copies: the one output `replica`, which its next update reads. */
const copyRecordSchema = z.object({
  region: z.string(),
  /** By settings key. */
  copies: z.record(z.string(), z.object({ name: z.string(), protect: z.boolean() })),
});

export type CopyRecord = z.infer<typeof copyRecordSchema>;

/**
 * The copies that the last update left.
 *
 * @param exported the output `replica` of the last update; undefined before the first one
 * @throws SettingsError when this update would delete a copy that is still protected: the engine would refuse that only
 *   after everything else
 */
export function readCopyRecord(
  settings: ReplicaSettings,
  platform: Platform,
  exported: unknown,
): CopyRecord["copies"] {
  const { data: before } = copyRecordSchema.safeParse(exported);
  if (before === undefined) {
    return {};
  }
  const problems = copyProblems(settings, platform, before);
  if (problems.length > 0) {
    throw new SettingsError(pulumi.getStack(), problems);
  }
  return before.copies;
}

export function copyProblems(
  { primary, region }: Pick<ReplicaSettings, "primary" | "region">,
  { repositories }: Pick<Platform, "repositories">,
  before: CopyRecord,
): string[] {
  if (region !== before.region) {
    return [
      `aws:region: is ${quote(region)}, but the stack was made with ${quote(before.region)}; every copy would be deleted. ` +
        "Set it back, and give the new region a stack of its own.",
    ];
  }
  return Object.entries(before.copies)
    .filter(([key, { protect }]) => protect && !(key in repositories))
    .map(
      ([key, { name }]) =>
        `primary: "${primary}" has no ${quote(name)} any more, but its copy here is still protected. Put repositories.${key} ` +
        `back there with retire: { reason: …, delete: true }, update "${primary}", and then this stack twice.`,
    );
}
