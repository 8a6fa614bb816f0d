import { rm } from "node:fs/promises";
import path from "node:path";
import { type Cloud, createCloud } from "./cloud";
import type { Interruption } from "./interruption";
import type { Painter } from "./paint";
import { Acts } from "./tour/acts";
import { castOf } from "./tour/cast";
import { platformOf, type Primary } from "./tour/declared";
import { GitClient } from "./tour/gitClient";
import { seedOf } from "./tour/seed";
import { Sides } from "./tour/sides";
import { isStep, type Omission, type Step } from "./tour/step";
import { stepsOf } from "./tour/steps";

export interface TourOptions {
  /** The cloud that is up. Nothing in it is touched. */
  readonly cloud: Cloud;
  readonly primary: Primary;
  /** The primary's region. */
  readonly source: string;
  /** The regions of the copies. */
  readonly targets: readonly string[];
  /** Whose history the repository begins with. */
  readonly projectDirectory: string;
  /** The tour's own: what an earlier one left there goes first, and in the end only the logs stay. */
  readonly directory: string;
  readonly paint: Painter;
  readonly print: (text: string) => void;
  /** Ends the tour early. */
  readonly interruption?: Interruption;
}

/**
 * Shows with real git clients that an environment keeps its promises: a line for each step, and what was seen.
 *
 * It happens in a copy of the cloud, with the same people, policies and rules, but with repositories that are empty and
 * thrown away afterwards: no ref, pull request or message of the user's own comes of it, however it ends.
 *
 * @returns whether every step passed
 * @throws Interrupted
 */
export async function tour(options: TourOptions): Promise<boolean> {
  const { cloud: original, source, targets, directory } = options;
  await rm(directory, { recursive: true, force: true });
  const store = path.join(directory, "cloud");
  const { accountId, partition } = original;
  const cloud = createCloud({ directory: store, accountId, partition });
  const clones = path.join(directory, "clones");
  try {
    await original.copyTo(store);
    await cloud.start([source, ...targets]);
    const taken = takeSteps(planOf(options, cloud, clones), options);
    return await (options.interruption?.orEnd(taken) ?? taken);
  } finally {
    await cloud.stop();
    await Promise.all([store, clones].map((one) => rm(one, { recursive: true, force: true })));
  }
}

/** The steps of the repository that shows most. */
function planOf(
  { cloud: original, primary, source, targets, projectDirectory }: TourOptions,
  cloud: Cloud,
  clones: string,
): (Step | Omission)[] {
  const observer = new GitClient(clones, "observer");
  const plans = repositoriesOf(primary).map((repository) => {
    const cast = castOf(primary, cloud, source, repository);
    const sides = new Sides(cloud, observer, repository, source, targets);
    return stepsOf(cast, new Acts(sides, clones), cloud, primary, seedOf(cast, projectDirectory), original);
  });
  const shown = (plan: readonly (Step | Omission)[]) => plan.filter(isStep).length;
  return plans.reduce((best, plan) => (shown(plan) > shown(best) ? plan : best));
}

/** Enough to find one that shows much; those with protections first. */
const mostLookedAt = 20;

function repositoriesOf(primary: Primary): string[] {
  const all = Object.values(platformOf(primary).repositories);
  const isGuarded = ({ protections }: (typeof all)[number]) => protections.length > 0;
  return [...all.filter(isGuarded), ...all.filter((one) => !isGuarded(one))]
    .slice(0, mostLookedAt)
    .map(({ name }) => name);
}

async function takeSteps(
  plan: readonly (Step | Omission)[],
  { paint, print, interruption }: TourOptions,
): Promise<boolean> {
  let passed = 0;
  const steps = plan.filter(isStep);
  for (const line of plan) {
    if (!isStep(line)) {
      print(`  ${paint("yellow", "–")} ${line.title}: left out, ${line.because}`);
      continue;
    }
    const [sign, seen] = await line.run().then(
      (text) => [paint("green", "✓"), text] as const,
      (error: unknown) =>
        [paint("red", "✗"), error instanceof Error ? error.message : String(error)] as const,
    );
    if (interruption?.signal.aborted === true) {
      return false;
    }
    passed += sign === paint("green", "✓") ? 1 : 0;
    print(`  ${sign} ${line.title}\n      ${paint("dim", seen)}`);
  }
  const omitted = plan.length - steps.length;
  const besides = omitted > 0 ? `, ${omitted} left out` : "";
  print(`\n${passed} of ${steps.length} steps passed${besides}.`);
  return passed === steps.length;
}
