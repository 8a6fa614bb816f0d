import type { Cloud } from "./cloud";
import { writeEndpoints } from "./endpoints";
import { type Environment, findEnvironment } from "./environment";
import { fileTrouble } from "./fileTrouble";
import { Interrupted, Interruption } from "./interruption";
import { invitation } from "./invitation";
import { refuseLeftovers } from "./leftovers";
import { lock } from "./lock";
import { painter } from "./paint";
import { offsetsOf, portsOf, refuseTaken } from "./ports";
import { remember, remembered } from "./remembered";
import { previewAll, type Print, upAll } from "./stacks";
import { tour } from "./tour";
import { watch } from "./watch";
import type { Workspace } from "./workspace";

export interface StartOptions {
  /** End after the tour, instead of staying until Ctrl-C. */
  readonly exit: boolean;
  /** Forget what earlier runs of this environment left in `.local/`. */
  readonly fresh: boolean;
  /** Of the region where people push; the others follow. By default 0: every region takes a port that is free. */
  readonly port?: number;
}

/**
 * `npm start`: previews every stack of an environment, brings them up in the local cloud, and takes the tour.
 *
 * @returns the exit code: 0 when every step passed
 * @throws EngineError about what its user can mend
 */
export async function start(
  workspace: Workspace,
  stack: string,
  options: StartOptions,
  print: Print = console.log,
): Promise<number> {
  const interruption = new Interruption();
  try {
    const environment = await findEnvironment(workspace.directory, stack);
    const unlock = lock(workspace.local(".lock"));
    try {
      return await run(workspace, environment, options, interruption, print);
    } finally {
      unlock();
    }
  } catch (error) {
    if (error instanceof Interrupted) {
      print("\nEnded early. What is done stays in .local/ for the next start.");
      return error.exitCode;
    }
    throw fileTrouble(error) ?? error;
  } finally {
    interruption.end();
  }
}

async function run(
  workspace: Workspace,
  environment: Environment,
  { exit, fresh, port = 0 }: StartOptions,
  interruption: Interruption,
  print: Print,
): Promise<number> {
  const paint = painter();
  const stack = environment.primary.name;
  const regions = [environment.primary, ...environment.replicas].map(({ region }) => region);
  if (fresh) {
    workspace.forget(stack);
  }
  refuseLeftovers(workspace, stack);
  const offsets = offsetsOf(regions, remembered(workspace.memory(stack))?.ports);
  const ports = portsOf(port, offsets);
  if (port !== 0) {
    await refuseTaken(ports);
  }
  const cloud = await workspace.cloud(stack);

  try {
    const began = performance.now();
    print(paint("bold", `Preview of ${stack}: what would change, and what the policies say`));
    if (!(await interruption.orEnd(previewAll(workspace, environment, print)))) {
      print("\nNothing was changed.");
      return 1;
    }
    print(paint("bold", "\nUpdate"));
    const { accountId, partition } = cloud;
    remember(workspace.memory(stack), { accountId, partition, ports: offsets });
    await cloud.start(regions, ports);
    const primary = await interruption.orEnd(upAll(workspace, environment, print));
    if (primary === undefined) {
      return 1;
    }
    writeEndpoints(workspace.local("endpoints.json"), cloud, regions);
    print(`${regions.join(" and ")} are up after ${((performance.now() - began) / 1000).toFixed(1)} s.`);

    print(paint("bold", "\nTour, in a copy of this cloud with empty repositories, thrown away afterwards"));
    const [source, ...targets] = regions;
    const directory = workspace.local(stack, "tour");
    const passed = await tour({
      ...{ cloud, primary, source, targets, directory, paint, print },
      projectDirectory: workspace.directory,
      interruption,
    }).catch((error: unknown) => {
      if (error instanceof Interrupted) {
        throw error;
      }
      print(`  ${paint("red", "✗")} The tour ended early: ${messageOf(error)}`);
      return false;
    });
    if (!exit) {
      print(invitation(cloud, primary, regions));
      await stay(cloud, source, interruption, print);
    }
    return passed ? 0 : 1;
  } finally {
    await cloud.stop();
  }
}

/** Says what happens until Ctrl-C. */
async function stay(cloud: Cloud, source: string, interruption: Interruption, print: Print): Promise<void> {
  const unwatch = watch(cloud, source, print);
  try {
    await interruption.happened;
  } finally {
    unwatch();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
