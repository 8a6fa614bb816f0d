import type { Decision } from "../../policy-pack/access/evaluate";
import type { Identity } from "../../policy-pack/access/identities";
import { directMoves, refMovingActions } from "../../policy-pack/access/refMovingActions";
import { judge, wider, type Verdict } from "./verdict";

/** The columns of the matrix. */
export const rightNames = ["push", "merge", "delete", "approve", "override"] as const;

export type RightName = (typeof rightNames)[number];

/** The verdicts on all the ways to one right. */
export interface Right extends Pick<Verdict, "may" | "conditions"> {
  /** What decides; several where equal rights of several share a row. */
  readonly decisions: readonly Decision[];
  /** The actions that give the right; none when nothing does. */
  readonly actions: readonly string[];
  /** Of a pattern, the references for which it holds, when it does not hold for all that were tried. */
  readonly only?: readonly string[];
}

const deletion = "codecommit:DeleteBranch";

/** The ways to each right, the usual one first: who may not push but commits through the API moves the branch too. */
const ways: Readonly<Record<RightName, readonly string[]>> = {
  push: [
    "codecommit:GitPush",
    ...directMoves.filter((action) => action !== "codecommit:GitPush" && action !== deletion),
  ],
  merge: refMovingActions.filter((action) => action.startsWith("codecommit:MergePullRequestBy")),
  delete: [deletion, "codecommit:GitPush"],
  approve: ["codecommit:UpdatePullRequestApprovalState"],
  override: ["codecommit:OverridePullRequestApprovalRules"],
};

/** Tags are pushed, and pushed away: no API of CodeCommit does, and no pull request has one for its target. */
const waysOfTags: Readonly<Partial<Record<RightName, readonly string[]>>> = {
  push: ["codecommit:GitPush"],
  delete: ["codecommit:GitPush"],
};

/** The actions that may give a right to references such as this one; none: nobody can have it. */
export function waysTo(right: RightName, reference: string): readonly string[] {
  return reference.startsWith("refs/tags/") ? (waysOfTags[right] ?? []) : ways[right];
}

/**
 * @param probes references that stand for all that the matrix has in one line
 * @returns undefined for a right that such references do not have
 */
export function judgeRight(
  identity: Identity,
  right: RightName,
  resource: string,
  probes: readonly string[],
): Right | undefined {
  const actions = waysTo(right, probes[0]);
  if (actions.length === 0) {
    return undefined;
  }
  const judged = probes.flatMap((reference) =>
    actions.map((action) => ({ reference, action, verdict: judge(identity, action, resource, reference) })),
  );
  const { verdict } = judged.reduce((widest, next) => (wider(next.verdict, widest.verdict) ? next : widest));
  const same = verdict.may === "no" ? [] : judged.filter((one) => one.verdict.may === verdict.may);
  const only = [...new Set(same.map(({ reference }) => reference))];
  return {
    may: verdict.may,
    conditions: verdict.conditions,
    decisions: [ofAny(verdict.decision, resource)],
    actions: [...new Set(same.map(({ action }) => action))],
    ...(only.length === 0 || only.length === probes.length ? {} : { only }),
  };
}

/** Whether a right is had by other ways than the usual one. */
export function isUnusual(right: RightName, { may, actions }: Right): boolean {
  return may !== "no" && right !== "delete" && !actions.includes(ways[right][0]);
}

/** Rights are shared by repositories: what is said of them names none. */
function ofAny(decision: Decision, resource: string): Decision {
  return { ...decision, explanation: decision.explanation.replace(` on ${resource}`, "") };
}
