import { existsSync } from "node:fs";
import { previewStack, renderResult, type StackResult, upStack } from "./engine";
import type { Environment } from "./environment";
import type { Workspace } from "./workspace";

/** Where lines go: the terminal, unless a test listens. */
export type Print = (text: string) => void;

/**
 * Previews a primary and its replicas; the replicas see what the preview of their primary came to.
 *
 * @returns whether all of them may be updated
 */
export async function previewAll(
  workspace: Workspace,
  environment: Environment,
  print: Print,
): Promise<boolean> {
  const { primary, replicas } = environment;
  let first: StackResult | undefined;
  for (const { name } of [primary, ...replicas]) {
    const result = await previewStack(workspace.deployOptions(name, primary.name, first));
    report(workspace, result, print);
    if (!result.ok) {
      return false;
    }
    first ??= result;
  }
  return true;
}

/**
 * Updates a primary and then its replicas, which read its outputs.
 *
 * @returns what the primary came to; undefined when an update failed
 */
export async function upAll(
  workspace: Workspace,
  environment: Environment,
  print: Print,
): Promise<StackResult | undefined> {
  const { primary, replicas } = environment;
  let first: StackResult | undefined;
  for (const { name } of [primary, ...replicas]) {
    const result = await upStack(workspace.deployOptions(name, primary.name));
    report(workspace, result, print);
    if (!result.ok) {
      return undefined;
    }
    first ??= result;
  }
  return first;
}

/** One line when there is nothing to read: all is new or unchanged. Otherwise the whole diff. */
function report(workspace: Workspace, result: StackResult, print: Print): void {
  const isNew = !existsSync(workspace.local("state", `${result.stack}.json`));
  const isUnchanged = result.resources.every(({ operation }) => operation === "same");
  const isPlain = result.ok && result.violations.length === 0;
  const lines = renderResult(result).split("\n");
  const counts = lines.pop() ?? "";
  if (!isPlain || (result.dryRun && !isNew && !isUnchanged)) {
    print(`\n${lines.join("\n")}`);
  }
  print(`  ${result.stack.padEnd(16)} ${counts} (${(result.duration / 1000).toFixed(1)} s)`);
}
