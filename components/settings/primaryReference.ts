import * as pulumi from "@pulumi/pulumi";
import { type Platform, platformSchema } from "./platform";
import { schemaProblems } from "./problems";
import type { ReplicaSettings } from "./schema";
import { SettingsError } from "./settingsError";

/**
 * What the primary exports, checked, so that the replica is built from plain values and nothing hides in an `apply`.
 *
 * @throws SettingsError when the primary is not deployed yet, exports something else, or lives in the same region.
 */
export async function readPlatform({ primary, region }: ReplicaSettings): Promise<Platform> {
  const reference = new pulumi.StackReference(primary, { name: qualified(primary) });
  const details = await reference.getOutputDetails("platform");
  const value: unknown = details.value;
  const problems = platformProblems(primary, region, value);
  if (problems.length > 0) {
    throw new SettingsError(pulumi.getStack(), problems);
  }
  return platformSchema.parse(value);
}

function qualified(stack: string): string {
  return stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}

function platformProblems(primary: string, region: string, value: unknown): string[] {
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
  return platformSchema.parse(value).region === region
    ? [`aws:region: ${region} is the primary's own region; a replica lives in another one.`]
    : [];
}
