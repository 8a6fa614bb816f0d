import type { CloudUser } from "../cloud";

/** Somebody who takes part in the tour. */
export interface Actor extends CloudUser {
  /** The name in the settings: that of the user without the environment's prefix. */
  readonly person: string;
  readonly arn: string;
  /** By their names in the settings. */
  readonly teams: readonly string[];
  /** Whether only a session with MFA lets her in: then git credentials do not. */
  readonly mfa: boolean;
}

/** Whether git credentials let her in. */
export function hasPassword({ gitPassword, mfa }: Actor): boolean {
  return gitPassword !== undefined && !mfa;
}

/** How she proves herself to git. */
export function meansOf(actor: Actor): string {
  if (hasPassword(actor)) {
    return "with git credentials";
  }
  return actor.mfa ? "with a signed password after MFA" : "with a signed password";
}
