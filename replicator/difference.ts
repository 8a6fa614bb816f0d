import type { DefaultBranch } from "./defaultBranch";
import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { listRefs } from "./git/listRefs";
import type { Command } from "./git/sendPack";
import { isManagedBranch, planCommands } from "./plan";
import { type Scope, withinScope } from "./scope";

/** One side at one moment. */
export interface Look {
  readonly listed: Advertisement;
  /** Its default branch. */
  readonly head: string | undefined;
}

export interface Difference {
  /** What makes the target's refs equal. */
  readonly plan: readonly Command[];
  /** What the target's default branch has to become. */
  readonly move: string | undefined;
  readonly equal: boolean;
}

export interface LookOptions {
  readonly defaultBranch?: DefaultBranch;
  readonly scope?: Scope;
  readonly signal?: AbortSignal;
}

export async function lookAtSource(
  source: Connection,
  { defaultBranch, signal }: LookOptions,
): Promise<Look> {
  const [listed, head] = await Promise.all([
    listRefs(source, "git-upload-pack"),
    defaultBranch?.source?.(signal),
  ]);
  return { listed, head: head ?? listed.defaultBranch };
}

/** @param purpose To compare takes no right to push. */
export async function lookAtTarget(
  target: Connection,
  { defaultBranch, signal }: LookOptions,
  purpose: "push" | "compare",
): Promise<Look> {
  const [listed, head] = await Promise.all([
    listRefs(target, purpose === "push" ? "git-receive-pack" : "git-upload-pack"),
    defaultBranch?.target(signal),
  ]);
  return { listed, head };
}

/** What keeps the target from being equal to the source; its default branch counts where it can be set. */
export function differenceBetween(
  { listed: { refs: source }, head }: Look,
  { listed: { refs: target }, head: targetHead }: Look,
  { defaultBranch, scope }: LookOptions,
): Difference {
  const plan = planCommands(withinScope(source, scope), withinScope(target, scope), head);
  const ref = `refs/heads/${head}`;
  const movable =
    defaultBranch !== undefined && source.has(ref) && isManagedBranch(ref) && scope?.(ref) !== false;
  const move = movable && head !== targetHead ? head : undefined;
  return { plan, move, equal: plan.length === 0 && move === undefined };
}
