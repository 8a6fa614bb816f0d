import { existsSync } from "node:fs";
import {
  type DeployOptions,
  hasVerdict,
  previewStack,
  renderCounts,
  renderFindings,
  renderResult,
  renderVerdict,
  type StackResult,
  upStack,
} from "./engine";
import type { Environment } from "./environment";
import { LoadingLine } from "./loadingLine";
import { renameLines } from "./renames";
import type { Workspace } from "./workspace";

/** Where lines go: the terminal, unless a test listens. */
export type Print = (text: string) => void;

/**
 * Previews a primary and its replicas.
 *
 * @returns whether all of them may be updated
 */
export async function previewAll(
  workspace: Workspace,
  environment: Environment,
  print: Print,
): Promise<boolean> {
  const run = new LoadingLine(print).around(previewStack);
  return (await runAll(workspace, environment, run, print)) !== undefined;
}

/**
 * Updates a primary and its replicas.
 *
 * @returns what the primary came to; undefined when an update failed
 */
export async function upAll(
  workspace: Workspace,
  environment: Environment,
  print: Print,
): Promise<StackResult | undefined> {
  return runAll(workspace, environment, new LoadingLine(print).around(upStack), print);
}

/**
 * Runs all stacks at once: a replica's program loads meanwhile and waits where it reads its primary, so nothing of a
 * replica begins before its primary is done.
 */
async function runAll(
  workspace: Workspace,
  { primary, replicas }: Environment,
  run: (options: DeployOptions) => Promise<StackResult>,
  print: Print,
): Promise<StackResult | undefined> {
  const first = workspace.deployOptions(primary.name, primary.name).then(run);
  const outputs = async (): Promise<StackResult["references"]> => {
    const { ok, references } = await first;
    if (!ok) {
      throw new Error(`${primary.name} failed`);
    }
    return references;
  };
  const others = replicas.map(({ name }) => workspace.deployOptions(name, primary.name, outputs).then(run));
  const results = await Promise.all([first, ...others]);
  for (const result of (await first).ok ? results : [await first]) {
    report(workspace.local(primary.name, "state", `${result.stack}.json`), result, print);
  }
  return results.every(({ ok }) => ok) ? first : undefined;
}

/** One line where all is new or unchanged, and in the preview what the policies found; otherwise the whole diff. */
function report(stateFile: string, result: StackResult, print: Print): void {
  const isNew = !existsSync(stateFile);
  const isUnchanged = result.resources.every(
    ({ operation, protection }) => ["same", "read"].includes(operation) && protection === undefined,
  );
  const verdict = result.dryRun && hasVerdict(result) ? `; ${renderVerdict(result)}` : "";
  const seconds = (result.duration / 1000).toFixed(1);
  print(`  ${result.stack.padEnd(16)} ${renderCounts(result)}${verdict} (${seconds} s)`);
  if (!result.ok || (result.dryRun && !isNew && !isUnchanged)) {
    print(`\n${renderResult(result, { showOutputs: false })}`);
  } else if (result.dryRun && result.violations.length > 0) {
    print(renderFindings(result));
  }
  for (const line of result.dryRun ? renameLines(result) : []) {
    print(`  ${line}`);
  }
}
