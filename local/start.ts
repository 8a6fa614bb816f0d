import { existsSync } from "node:fs";
import { once } from "node:events";
import { writeEndpoints } from "./endpoints";
import { previewStack, renderResult, type StackResult, upStack } from "./engine";
import { type Environment, findEnvironment } from "./environment";
import { lock } from "./lock";
import { painter } from "./paint";
import { tour } from "./tour";
import type { Workspace } from "./workspace";

/**
 * `npm start`: previews every stack of an environment, brings them up in the local cloud, and takes the tour.
 *
 * @param exit whether to end after the tour, or to stay until Ctrl-C
 * @returns the exit code
 */
export async function start(workspace: Workspace, stack: string, exit: boolean): Promise<number> {
  const paint = painter();
  const environment = await findEnvironment(workspace.directory, stack);
  const regions = [environment.primary, ...environment.replicas].map(({ region }) => region);
  const unlock = lock(workspace.local("lock"));
  try {
    const began = performance.now();
    console.log(paint("bold", `Preview of ${stack}: what would change, and what the policies say`));
    if ((await previewAll(workspace, environment)) === undefined) {
      console.log("\nNothing was created.");
      return 1;
    }
    console.log(paint("bold", "\nUpdate"));
    await workspace.cloud.start(regions);
    const primary = await upAll(workspace, environment);
    if (primary === undefined) {
      return 1;
    }
    writeEndpoints(workspace.local("endpoints.json"), workspace.cloud, regions);
    console.log(
      `${regions.join(" and ")} are up after ${((performance.now() - began) / 1000).toFixed(1)} s.`,
    );

    console.log(paint("bold", "\nTour"));
    const passed = await tour(workspace.cloud, environment, primary, workspace.directory, paint);
    if (!exit) {
      console.log(invitation(workspace, primary, regions));
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    }
    return passed ? 0 : 1;
  } finally {
    await workspace.cloud.stop();
    unlock();
  }
}

/** @returns undefined when a stack may not be updated */
async function previewAll(
  workspace: Workspace,
  { primary, replicas }: Environment,
): Promise<StackResult | undefined> {
  const first = await previewStack(workspace.deployOptions(primary.name, primary.name));
  report(workspace, first);
  if (!first.ok) {
    return undefined;
  }
  for (const { name } of replicas) {
    const result = await previewStack(workspace.deployOptions(name, primary.name, first));
    report(workspace, result);
    if (!result.ok) {
      return undefined;
    }
  }
  return first;
}

/** Replicas come after their primary, whose outputs they read. */
async function upAll(
  workspace: Workspace,
  { primary, replicas }: Environment,
): Promise<StackResult | undefined> {
  const results: StackResult[] = [];
  for (const { name } of [primary, ...replicas]) {
    const result = await upStack(workspace.deployOptions(name, primary.name));
    report(workspace, result);
    if (!result.ok) {
      return undefined;
    }
    results.push(result);
  }
  return results[0];
}

/** One line when there is nothing to read: all is new or unchanged. Otherwise the whole diff. */
function report(workspace: Workspace, result: StackResult): void {
  const isNew = !existsSync(workspace.local("state", `${result.stack}.json`));
  const isUnchanged = result.resources.every(({ operation }) => operation === "same");
  const isPlain = result.ok && result.violations.length === 0;
  const lines = renderResult(result).split("\n");
  const counts = lines.pop() ?? "";
  if (!isPlain || (result.dryRun && !isNew && !isUnchanged)) {
    console.log(`\n${lines.join("\n")}`);
  }
  console.log(`  ${result.stack.padEnd(16)} ${counts} (${(result.duration / 1000).toFixed(1)} s)`);
}

function invitation(workspace: Workspace, primary: StackResult, regions: readonly string[]): string {
  const urls = Object.keys(primary.outputs.cloneUrls as object).flatMap((name) =>
    regions.map((region) => `  git clone ${workspace.cloud.endpoint(region)}/v1/repos/${name}`),
  );
  return [
    "\nYours to try. Git asks for a user name and a password; .local/endpoints.json has them:",
    ...workspace.cloud
      .users()
      .map(({ name, gitUserName }) => `  ${name.padEnd(24)} ${gitUserName ?? "signs its requests"}`),
    "",
    ...urls,
    "",
    "Ctrl-C ends it; .local/ keeps it for the next start.",
  ].join("\n");
}
