import type { Identity } from "./identities";
import { oncePerGroup } from "./oncePerGroup";
import { referencesWithin } from "./referencesWithin";
import { bearingOn, decide, requestOf } from "./whoCan";

const push = "codecommit:GitPush";

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
    repositories: stoppedOf(identity, repositories),
  }));
  return oncePerGroup(stopped.filter((found) => found.repositories.length > 0));
}

function stoppedOf(identity: Identity, repositories: readonly string[]): readonly string[] {
  const stopped = new Set(
    bearingOn(identity, push)
      .alike(repositories)
      .filter(([repository]) => isStopped(identity, repository))
      .flat(),
  );
  return repositories.filter((repository) => stopped.has(repository));
}

/** Judged at its most favourable, with MFA where that is asked for: what stops even that stops every push. */
function isStopped(identity: Identity, repository: string): boolean {
  const decision = (reference: string | undefined) =>
    decide(identity, push, repository, reference, "anything");
  if (decision(undefined).effect !== "explicitDeny") return false;
  const request = requestOf(identity, push, repository, anyReference);
  const standing = referencesWithin([anyReference], bearingOn(identity, push), request) ?? [];
  return standing
    .map(decision)
    .some(
      ({ effect, boundary }) =>
        effect === "allow" || (effect === "implicitDeny" && !boundary && identity.gaps.length > 0),
    );
}

const anyReference = "refs/?*";
