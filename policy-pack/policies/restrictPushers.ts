import type { Decision } from "../access/evaluate";
import { identitiesOf, type Identities, type Identity } from "../access/identities";
import { oncePerGroup } from "../access/oncePerGroup";
import { referencesWithin } from "../access/referencesWithin";
import { refMoves } from "../access/refMoves";
import { directMoves, refMovingActions } from "../access/refMovingActions";
import type { Stack } from "../access/resources";
import { stoppedPushes } from "../access/stoppedPushes";
import { bearingOn, decide, requestOf } from "../access/whoCan";
import { isAmong } from "./access/administrators";
import { unapprovedBranches } from "./approvalRules";
import { protectionsConfig, protectionsOf, type Protection } from "./declarations";
import { definePolicy } from "./framework/definePolicy";
import { findingsOf, type Report } from "./framework/finding";
import { capitalised, finding, list, who } from "./wording";

export const restrictPushers = definePolicy({
  name: "codecommit-branch-restrict-pushers",
  description: "Nobody but the declared pushers can move, create or delete a protected branch.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html",
  remediation: [
    "Attach this to every group and role that is not a pusher (the 12 actions are those with the condition key",
    "codecommit:References that move a reference):",
    "",
    '    { Effect: "Deny", Action: refMovingActions, Resource: repositoryArns,',
    '      Condition: { StringLikeIfExists: { "codecommit:References": ["refs/heads/main"] },',
    '                   Null: { "codecommit:References": "false" } } }',
  ],
  config: { protections: protectionsConfig },

  judgeStack: (stack, { protections }) => findingsOf((report) => judgeAll(stack, protections, report)),
});

function judgeAll(stack: Stack, configured: readonly Protection[], report: Report): void {
  const guards = protectionsOf(stack.resources, configured);
  if (guards.length === 0) return;
  const identities = identitiesOf(stack.resources);
  identities.gaps.forEach((gap) => report(`It cannot be told who can move a protected branch: ${gap}.`));
  for (const guard of guards) {
    if ("problem" in guard) report(guard.problem, guard.urn);
    else {
      const protection = { ...guard.value, ...(guard.urn && { urn: guard.urn }) };
      judge(protection, identities, report);
      judgeApprovals(protection, stack, report);
    }
  }
}

function judge(protection: Protection, identities: Identities, report: Report): void {
  const { repositories, references, pushers, pullRequests } = protection;
  const others = identities.all.filter((identity) => !isAmong(pushers, identity));
  const actions = pullRequests === "everyone" ? directMoves : refMovingActions;
  for (const move of refMoves(others, { repositories, references, actions })) {
    const only = pushers.length > 0 ? `only ${list(pushers)} may` : "nobody may";
    report(
      `${finding(move)}. By protection ${protection.protection} ${only}. Attach its guard, which denies all ` +
        `${actions.length} ref-moving actions on these references, or take away what allows it.`,
      move.identity.urn ?? protection.urn,
    );
  }
  for (const { identity, decision } of stoppedPushers(protection, identities)) {
    report(
      `${capitalised(who(identity))} is declared a pusher of protection ${protection.protection} but cannot push: ` +
        `${decision.explanation}. ${decision.boundary ? "Widen that boundary" : "Take away that guard"}, or ` +
        "take away the declaration.",
      identity.urn ?? protection.urn,
    );
  }
  for (const { identity, repositories: stopped } of stoppedPushes(others, repositories)) {
    report(
      `A guard stops ${who(identity)} from every git push to ${list(stopped)}, not only to ${list(references)}: the ` +
        'first request of a push names no reference, and "…IfExists" matches that. Add ' +
        '`"Null": {"codecommit:References": "false"}` to the condition of its deny.',
      identity.urn ?? protection.urn,
    );
  }
}

/**
 * Declared pushers whom a deny or a boundary keeps from all of what is theirs to move: what is declared and what is
 * attached differ. Of what is not seen, or holds for some of their requests only, nothing is said.
 */
function stoppedPushers({ repositories, references, pushers }: Protection, { all }: Identities) {
  const stopped = all
    .filter((identity) => isAmong(pushers, identity))
    .flatMap((identity) => {
      const groups = bearingOn(identity, push).alike(repositories);
      const [decision] = groups.flatMap(([repository]) =>
        references.flatMap((reference) => stopping(identity, repository, reference) ?? []),
      );
      return decision ? [{ identity, decision }] : [];
    });
  return oncePerGroup(stopped, ({ decision }) => `${decision.policy}`);
}

/** The decision that keeps an identity from pushing to anything that matches a pattern, if one does. */
function stopping(identity: Identity, repository: string, pattern: string): Decision | undefined {
  const request = requestOf(identity, push, repository, pattern);
  const standing = referencesWithin([pattern], bearingOn(identity, push), request) ?? [];
  const decisions = standing.map((reference) => decide(identity, push, repository, reference, "anything"));
  return decisions.every(({ effect, boundary }) => effect === "explicitDeny" || boundary !== undefined)
    ? decisions.at(0)
    : undefined;
}

const push = "codecommit:GitPush";

/** A guard that leaves merges of pull requests open is one only together with approval rules. */
function judgeApprovals(
  { protection, repositories, references, pullRequests, urn }: Protection,
  stack: Stack,
  report: Report,
): void {
  if (pullRequests !== "everyone") return;
  const branches = references.filter((reference) => !reference.startsWith("refs/tags/"));
  for (const repository of repositories) {
    const unapproved = unapprovedBranches(stack, repository, branches);
    if (unapproved.length > 0) {
      report(
        `Protection ${protection} lets everyone merge pull requests into ${list(unapproved)} of ${repository}, but no ` +
          "approval rule of this stack that is known before the update covers that. Associate an approval rule " +
          "template with the repository, or let only pushers merge.",
        urn,
      );
    }
  }
}
