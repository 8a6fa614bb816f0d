import * as pulumi from "@pulumi/pulumi";
import type { PrimarySettings } from "./schema";
import { SettingsError } from "./settingsError";

/**
 * Which account a stack belongs to is not in its settings: what they say of it can be judged only now, still before the
 * first resource.
 *
 * @throws SettingsError when a role for another account names this one.
 */
export function refuseOwnAccount({ crossAccount }: PrimarySettings, account: string): void {
  const problems = Object.entries(crossAccount)
    .filter(([, role]) => role.account === account)
    .map(
      ([name]) =>
        `crossAccount.${name}.account: ${account} is this stack's own account; its people are in teams, which name its roles too.`,
    );
  if (problems.length > 0) {
    throw new SettingsError(pulumi.getStack(), problems);
  }
}
