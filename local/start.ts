import { once } from "node:events";
import type { StackResult } from "./engine";
import { writeEndpoints } from "./endpoints";
import { findEnvironment } from "./environment";
import { lock } from "./lock";
import { painter } from "./paint";
import { previewAll, type Print, upAll } from "./stacks";
import { tour } from "./tour";
import type { Workspace } from "./workspace";

export interface StartOptions {
  /** End after the tour, instead of staying until Ctrl-C. */
  readonly exit: boolean;
  /** Forget what earlier runs left in `.local/`. */
  readonly fresh: boolean;
}

/**
 * `npm start`: previews every stack of an environment, brings them up in the local cloud, and takes the tour.
 *
 * @returns the exit code: 0 when every step passed
 */
export async function start(
  workspace: Workspace,
  stack: string,
  { exit, fresh }: StartOptions,
  print: Print = console.log,
): Promise<number> {
  const paint = painter();
  const environment = await findEnvironment(workspace.directory, stack);
  const regions = [environment.primary, ...environment.replicas].map(({ region }) => region);
  const unlock = lock(workspace.local("lock"));
  try {
    if (fresh) {
      workspace.forget();
    }
    const began = performance.now();
    print(paint("bold", `Preview of ${stack}: what would change, and what the policies say`));
    if (!(await previewAll(workspace, environment, print))) {
      print("\nNothing was changed.");
      return 1;
    }
    print(paint("bold", "\nUpdate"));
    await workspace.cloud.start(regions);
    const primary = await upAll(workspace, environment, print);
    if (primary === undefined) {
      return 1;
    }
    writeEndpoints(workspace.local("endpoints.json"), workspace.cloud, regions);
    print(`${regions.join(" and ")} are up after ${((performance.now() - began) / 1000).toFixed(1)} s.`);

    print(paint("bold", "\nTour"));
    const passed = await tour(workspace.cloud, environment, primary, workspace.directory, paint, print);
    if (!exit) {
      print(invitation(workspace, primary, regions));
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    }
    return passed ? 0 : 1;
  } finally {
    await workspace.cloud.stop();
    unlock();
  }
}

function invitation({ cloud }: Workspace, primary: StackResult, regions: readonly string[]): string {
  const names = Object.keys(primary.outputs.cloneUrls as object);
  const urls = regions.flatMap((region, index) => [
    `  ${region}, ${index === 0 ? "to push to" : "read-only copies"}:`,
    ...names.map((name) => `    git clone ${cloud.endpoint(region)}/v1/repos/${name}`),
  ]);
  const users = cloud
    .users()
    .map(
      ({ name, gitUserName }) =>
        `    ${name.padEnd(24)} ${gitUserName ?? "has no git credentials, signs requests"}`,
    );
  return [
    "\nYours to try:",
    ...urls,
    "  Git asks for a user name and a password; .local/endpoints.json has them:",
    ...users,
    "A feature branch is accepted and copied; a protected branch is for its pushers.",
    "Ctrl-C ends it; .local/ keeps everything for the next start.",
  ].join("\n");
}
