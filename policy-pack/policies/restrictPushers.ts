import type { ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { evaluate } from "../access/evaluate";
import { identitiesOf, type Identities, type Identity } from "../access/identities";
import { referenceProbes } from "../access/probes";
import { refMoves } from "../access/refMoves";
import { stoppedPushes } from "../access/stoppedPushes";
import { requestOf } from "../access/whoCan";
import { configuredProtections, declaredGuards, type Protection } from "./declarations";
import { stackResources } from "./view";
import { capitalised, finding, list, who } from "./wording";

export const restrictPushers: StackValidationPolicy = {
  name: "codecommit-branch-restrict-pushers",
  description: "Nobody but the declared pushers can move, create or delete a protected branch.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html",
  remediationSteps: [
    "Attach this to every group and role that is not a pusher (the 12 actions are those with the condition key",
    "codecommit:References that move a reference):",
    "",
    '    { Effect: "Deny", Action: refMovingActions, Resource: repositoryArns,',
    '      Condition: { StringLikeIfExists: { "codecommit:References": ["refs/heads/main"] },',
    '                   Null: { "codecommit:References": "false" } } }',
  ].join("\n"),
  configSchema: {
    properties: {
      protections: {
        type: "array",
        description: "Protected branches of repositories that no BranchGuard component declares.",
        items: {
          type: "object",
          required: ["repositories", "references", "pushers"],
          properties: {
            repositories: { type: "array", items: { type: "string", pattern: "^arn:[^*?]+$" } },
            references: { type: "array", items: { type: "string", pattern: "^refs/" } },
            pushers: {
              type: "array",
              items: { type: "string" },
              description: 'Names of IAM groups; "user/NAME" or "role/NAME" for one identity.',
            },
          },
        },
      },
    },
  },

  validateStack(args, report) {
    const stack = stackResources(args.resources);
    const guards = [...declaredGuards(stack), ...configuredProtections(args.getConfig())];
    if (guards.length === 0) args.notApplicable("No BranchGuard and no configured protections.");
    const identities = identitiesOf(stack);
    identities.gaps.forEach((gap) => report(`It cannot be told who can move a protected branch: ${gap}.`));
    for (const guard of guards) {
      if ("problem" in guard) report(guard.problem, guard.urn);
      else judge({ ...guard.value, ...(guard.urn && { urn: guard.urn }) }, identities, report);
    }
  },
};

function judge(protection: Protection, identities: Identities, report: ReportViolation): void {
  const { repositories, references, pushers } = protection;
  const others = identities.all.filter((identity) => !isPusher(identity, pushers));
  for (const move of refMoves(others, repositories, referenceProbes(references, others))) {
    const only = pushers.length > 0 ? `only ${list(pushers)} may` : "nobody may";
    report(
      `${finding(move)}. By protection ${protection.protection} ${only}. Attach its guard, which denies all 12 ` +
        "ref-moving actions on these references, or take away what allows it.",
      move.identity.urn ?? protection.urn,
    );
  }
  for (const { identity, decision } of stoppedPushers(protection, identities)) {
    report(
      `${capitalised(who(identity))} is declared a pusher of protection ${protection.protection} but cannot push: ` +
        `${decision.explanation}. Take away that guard, or the declaration.`,
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
 * Declared pushers whom a deny keeps from what is theirs to move: what is declared and what is attached differ. A deny
 * that depends on how they sign in, such as without MFA, keeps nobody out who does it right.
 */
function stoppedPushers({ repositories, references, pushers }: Protection, { all }: Identities) {
  const declared = all.filter(({ kind, name }) =>
    pushers.includes(kind === "group" ? name : `${kind}/${name}`),
  );
  return declared.flatMap((identity) => {
    const decisions = repositories.flatMap((repository) =>
      referenceProbes(references, []).map((reference) =>
        evaluate(
          requestOf(identity, "codecommit:GitPush", repository, reference),
          identity.policies,
          "anything",
        ),
      ),
    );
    const decision = decisions.find(({ effect }) => effect === "explicitDeny");
    return decision ? [{ identity, decision }] : [];
  });
}

function isPusher({ kind, name, groups }: Identity, pushers: readonly string[]): boolean {
  return pushers.includes(`${kind}/${name}`) || groups.some((group) => pushers.includes(group));
}
