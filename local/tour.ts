import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Cloud } from "./cloud";
import type { StackResult } from "./engine";
import type { Environment } from "./environment";
import type { Painter } from "./paint";
import { Acts } from "./tour/acts";
import { castOf } from "./tour/cast";
import { GitClient } from "./tour/gitClient";
import { Sides } from "./tour/sides";
import { stepsOf } from "./tour/steps";

/**
 * Shows with real git clients that the environment keeps its promises: a line for each step, and what was seen.
 *
 * @returns whether every step passed
 */
export async function tour(
  cloud: Cloud,
  environment: Environment,
  primary: StackResult,
  projectDirectory: string,
  paint: Painter,
  print: (text: string) => void,
): Promise<boolean> {
  const directory = await mkdtemp(path.join(tmpdir(), "codecommit-tour-"));
  const cast = castOf(primary, cloud.users());
  const observer = new GitClient(directory, "observer");
  const targets = environment.replicas.map(({ region }) => region);
  const sides = new Sides(cloud, observer, cast.repository, environment.primary.region, targets);
  const acts = new Acts(sides, path.join(directory, "clones"));
  try {
    let failed = 0;
    const steps = stepsOf(cast, acts, cloud, primary, projectDirectory);
    for (const { title, run } of steps) {
      const [sign, seen] = await run().then(
        (text) => [paint("green", "✓"), text] as const,
        (error: unknown) =>
          [paint("red", "✗"), error instanceof Error ? error.message : String(error)] as const,
      );
      failed += sign === paint("red", "✗") ? 1 : 0;
      print(`  ${sign} ${title}\n      ${paint("dim", seen)}`);
    }
    print(`\n${steps.length - failed} of ${steps.length} steps passed.`);
    return failed === 0;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
