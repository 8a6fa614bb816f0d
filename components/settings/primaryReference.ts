import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { quote } from "./names";
import { type Platform, platformSchema } from "./platform";
import { schemaProblems } from "./problems";
import { partitionOf } from "./region";
import type { ReplicaSettings } from "./schema";
import { tagsPerResource } from "./sections/tags";
import { SettingsError } from "./settingsError";

/**
 * What the primary exports, checked, so that the replica is built from plain values and nothing hides in an `apply`.
 *
 * @throws SettingsError when the primary is not deployed yet, exports something else, or lives in the same region.
 */
export async function readPlatform(settings: ReplicaSettings): Promise<Platform> {
  const value = await exportedPlatform(settings.primary);
  const problems = platformProblems(settings, value);
  if (problems.length > 0) {
    throw new SettingsError(pulumi.getStack(), problems);
  }
  return platformSchema.parse(value);
}

/**
 * In a preview, what a preview of the primary exports, where `npm run deploy -- ENV --preview` says so: the deployed primary
 * does not know what is still to come. An update reads the deployed one in any case.
 */
async function exportedPlatform(primary: string): Promise<unknown> {
  const previewed = process.env.CODECOMMIT_PLATFORM_PREVIEWED_PRIMARY;
  if (previewed !== undefined && pulumi.runtime.isDryRun()) {
    return JSON.parse(readFileSync(previewed, "utf8")) ?? undefined;
  }
  const reference = new pulumi.StackReference(primary, { name: qualified(primary) });
  return (await reference.getOutputDetails("platform")).value;
}

function qualified(stack: string): string {
  return stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}

/** What is wrong with a primary's output, seen from a replica. */
export function platformProblems(
  { primary, region, tags }: Pick<ReplicaSettings, "primary" | "region" | "tags">,
  value: unknown,
): string[] {
  if (value === undefined) {
    const stack = primary.split("/").at(-1);
    return [
      `primary: stack "${primary}" exports no platform yet; deploy it first: pulumi up --stack ${stack}`,
    ];
  }
  const problems = schemaProblems(platformSchema, value);
  if (problems.length > 0) {
    return problems.map(
      (problem) =>
        `primary: stack "${primary}" does not export what this version reads (${problem}); update it first.`,
    );
  }
  const platform = platformSchema.parse(value);
  const sameRegion = `aws:region: ${region} is the primary's own region; a replica lives in another one.`;
  const otherPartition = `aws:region: ${region} is of partition ${partitionOf(region)}, but the primary is of ${platform.partition}, and nothing of AWS reaches from one into another; use a region of ${platform.partition}.`;
  return [
    ...(platform.region === region ? [sameRegion] : []),
    ...(platform.partition === partitionOf(region) ? [] : [otherPartition]),
    ...tagProblems(platform, tags),
  ];
}

function tagProblems(platform: Platform, own: Readonly<Record<string, string>>): string[] {
  return Object.values(platform.repositories).flatMap(({ name, tags }) => {
    const excess = Object.keys({ ...platform.tags, ...tags, ...own }).length - tagsPerResource;
    return excess <= 0
      ? []
      : [
          `tags: with those of the primary, the copy of ${quote(name)} has ${excess} more than the ${tagsPerResource} that AWS allows; remove some.`,
        ];
  });
}
