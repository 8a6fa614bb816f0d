import { accessSync, closeSync, constants, existsSync, openSync, readdirSync } from "node:fs";
import path from "node:path";
import { EngineError } from "./engine";
import type { Workspace } from "./workspace";

/**
 * Checks what earlier runs of an environment left, before anything is built upon it.
 *
 * @throws EngineError when the state tells of a cloud that is gone, or a cloud is there of which no state tells
 * @throws Error with the code EACCES when part of it belongs to somebody else
 */
export function refuseLeftovers(workspace: Workspace, environment: string): void {
  const [state, cloud] = [workspace.local(environment, "state"), workspace.local(environment, "cloud")];
  for (const directory of [workspace.local(environment), state, cloud]) {
    refuseForeign(directory);
  }
  const knows = filesIn(state).length > 0;
  // The folder is made before anything is put into the state, and the state is there before the first table.
  if (knows ? existsSync(cloud) : filesIn(cloud).length === 0) {
    return;
  }
  const [there, gone] = knows ? [state, cloud] : [cloud, state];
  throw new EngineError(
    `${there} is there, and ${gone}, which belongs to it, is gone: ` +
      `put it back, or forget both with npm start -- --stack ${environment} --fresh`,
  );
}

/** Files that a run as another user made, root for example, would stop this one half-way. */
function refuseForeign(directory: string): void {
  if (!existsSync(directory)) {
    return;
  }
  accessSync(directory, constants.R_OK | constants.W_OK);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile()) {
      closeSync(openSync(path.join(directory, entry.name), "r+"));
    }
  }
}

function filesIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".json")) : [];
}
