import { existsSync } from "node:fs";
import { primaryStackOf } from "./environment";
import { previewStack, renderResult, toJson, type StackResult } from "./engine";
import { LoadingLine } from "./loadingLine";
import { renameLines } from "./renames";
import type { Workspace } from "./workspace";

/**
 * `npm run preview -- STACK`: what an update would do, and what the policies say of it. No cloud is touched.
 *
 * @returns the exit code: 1 when the settings are wrong or a mandatory policy is violated
 */
export async function preview(workspace: Workspace, stack: string, json: boolean): Promise<number> {
  const result = await previewOf(workspace, stack);
  if (json) {
    console.log(JSON.stringify(toJson(result), undefined, 2));
    for (const { severity, message } of result.diagnostics) {
      console.error(`${severity}: ${message}`);
    }
  } else {
    console.log([renderResult(result), ...renameLines(result)].join("\n"));
  }
  return result.ok ? 0 : 1;
}

/** A replica whose primary was never brought up is previewed on top of a preview of its primary. */
async function previewOf(workspace: Workspace, stack: string): Promise<StackResult> {
  const primary = await primaryStackOf(workspace.directory, stack);
  // stdout is for the result alone.
  const run = new LoadingLine(console.error).around(previewStack);
  if (primary === undefined) {
    return run(await workspace.deployOptions(stack, stack));
  }
  if (existsSync(workspace.local(primary, "state", `${primary}.json`))) {
    return run(await workspace.deployOptions(stack, primary));
  }
  const previewed = await run(await workspace.deployOptions(primary, primary));
  const outputs = () => Promise.resolve(previewed.references);
  return previewed.ok ? run(await workspace.deployOptions(stack, primary, outputs)) : previewed;
}
