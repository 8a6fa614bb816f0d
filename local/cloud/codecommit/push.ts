import { type Caller, type RepositoryAccess, type Refusal } from "./access";
import { type RefCommand, zeroId } from "./commandList";
import { refNameProblem } from "./names";
import type { RefResult } from "./report";
import type { StoredResource } from "../store/records";

/** CodeCommit's limit. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const maxCommands = 4000;

export interface PushRefusal {
  readonly results: readonly RefResult[];
  /** For the user, beside the report. */
  readonly lines: readonly string[];
}

/**
 * Judges a push before its pack is read. One ref that is refused refuses them all, so that nothing is half done.
 *
 * @param defaultBranch Asked only when a branch is deleted.
 * @returns undefined when every ref may move.
 */
export async function judgePush(
  access: RepositoryAccess,
  caller: Caller,
  repository: StoredResource,
  commands: readonly RefCommand[],
  defaultBranch: () => Promise<string | undefined>,
): Promise<PushRefusal | undefined> {
  if (commands.length > maxCommands) {
    const reason = `Too many reference update commands: ${commands.length}, at most ${maxCommands}`;
    return { results: commands.map(({ reference }) => ({ reference, reason })), lines: [reason] };
  }
  // Before the commands are known, and for a list without any, CodeCommit asks without a ref.
  const general =
    access.keyRefusal(caller, repository, true) ??
    (commands.length === 0 ? access.refusal(caller, "codecommit:GitPush", repository) : undefined);
  if (general !== undefined) {
    return {
      results: commands.map(({ reference }) => ({ reference, reason: general.reason })),
      lines: [general.message],
    };
  }

  const reasons = new Map<string, string>();
  const lines: string[] = [];
  for (const { reference } of commands) {
    const refusal = access.refusal(caller, "codecommit:GitPush", repository, reference);
    if (refusal === undefined) continue;
    reasons.set(reference, refusal.reason);
    lines.push(forTheUser(refusal, reference));
  }
  for (const { new: next, reference } of commands) {
    const [, kind, name = ""] = /^refs\/(heads|tags)\/(.+)$/s.exec(reference) ?? [];
    const problem = kind === undefined || next === zeroId ? undefined : refNameProblem(name);
    if (problem === undefined || reasons.has(reference)) continue;
    reasons.set(reference, `no name of a ${kind === "heads" ? "branch" : "tag"}: ${problem}`);
    lines.push(`CodeCommit takes no ${reference}: ${problem}.`);
  }
  const deletesBranch = commands.some((command) => command.new === zeroId && isBranch(command.reference));
  const kept = deletesBranch ? await defaultBranch() : undefined;
  for (const command of commands) {
    if (
      command.new !== zeroId ||
      command.reference !== `refs/heads/${kept}` ||
      reasons.has(command.reference)
    )
      continue;
    reasons.set(command.reference, "the default branch cannot be deleted");
    lines.push(
      `${kept} is the default branch of ${repository.id} and cannot be deleted. Set another one first.`,
    );
  }
  if (reasons.size === 0) return undefined;
  const others = "refused with another ref of this push";
  return {
    results: commands.map(({ reference }) => ({ reference, reason: reasons.get(reference) ?? others })),
    lines,
  };
}

/** The first branch that a push brings to a repository without a default. */
export function firstBranch(changes: readonly RefCommand[]): string | undefined {
  return changes.find((change) => change.new !== zeroId && isBranch(change.reference))?.reference;
}

function forTheUser(refusal: Refusal, reference: string): string {
  const { name } = refusal.caller.identity;
  return `${refusal.action} on ${reference} is not allowed for ${name}: ${refusal.reason}`;
}

function isBranch(reference: string): boolean {
  return reference.startsWith("refs/heads/");
}
