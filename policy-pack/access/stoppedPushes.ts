import { evaluate } from "./evaluate";
import type { Identity } from "./identities";
import { oncePerGroup } from "./oncePerGroup";
import { requestOf } from "./whoCan";

export interface StoppedPush {
  readonly identity: Identity;
  /** ARNs. */
  readonly repositories: readonly string[];
}

/**
 * Who may push to an unprotected branch as such, but fails at the first request of a git push, which names no
 * reference. A guard that uses `...IfExists` without the `Null` companion does that.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html
 */
export function stoppedPushes(
  identities: readonly Identity[],
  repositories: readonly string[],
): readonly StoppedPush[] {
  const stopped = identities.map((identity) => ({
    identity,
    repositories: repositories.filter((repository) => isStopped(identity, repository)),
  }));
  return oncePerGroup(stopped.filter((found) => found.repositories.length > 0));
}

function isStopped(identity: Identity, repository: string): boolean {
  // Read in the caller's favour: a deny without MFA would hide that the guard stops those who have it.
  const push = (reference?: string) =>
    evaluate(requestOf(identity, "codecommit:GitPush", repository, reference), identity.policies, "anything")
      .effect;
  return push() === "explicitDeny" && push("refs/heads/probe-unprotected") === "allow";
}
