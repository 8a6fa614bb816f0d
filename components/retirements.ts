import * as pulumi from "@pulumi/pulumi";
import type { Retirement } from "./settings/sections/repositories";

/** Shows in each preview and update which repositories are to go, and what comes next. */
export function announceRetirements(
  repositories: Readonly<Record<string, { readonly retire?: Retirement }>>,
): void {
  for (const [key, { retire }] of Object.entries(repositories)) {
    if (retire !== undefined) {
      void pulumi.log.warn(`repositories.${key} is to go: ${retire.reason} ${nextStep(retire)}`);
    }
  }
}

function nextStep({ delete: now }: Retirement): string {
  return now
    ? "It is deleted, here and in the replicas. Take the entry out once every replica is updated."
    : "It is not protected any more. Once every replica is updated, retire.delete: true deletes it.";
}
