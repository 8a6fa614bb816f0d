import { parseArgs } from "node:util";
import { median, ratio, type Row, table } from "../report";
import { Arena } from "./arena";
import { type Contestant, contestants, type Run } from "./contestants";
import { loopback, type Profile, wan } from "./link";

interface Sample extends Run {
  readonly bytesToTarget: number;
  readonly bytesFromTarget: number;
  readonly bytesFromSource: number;
}

/** Brings one new commit, then a whole repository, to a target: the replicator beside what else there is. */
export async function relayBench(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { sizes: { type: "string", default: "10,100,500" }, rounds: { type: "string", default: "5" } },
  });
  const rounds = Number(values.rounds);
  const results = [];
  for (const megabytes of values.sizes.split(",").map(Number)) {
    const arena = await Arena.build(megabytes, [...contestants.map(file), "seeded"]);
    try {
      for (const profile of [loopback, wan]) {
        const push = await race(arena, contestants, profile, rounds);
        show(`one commit on ${megabytes} MB, ${profile.name}`, push);
        const seed = await race(arena, contestants.slice(0, 3), profile, Math.min(3, rounds), (name) =>
          arena.empty(name),
        );
        show(`all of ${megabytes} MB into an empty target, ${profile.name}`, seed);
        results.push({ megabytes, profile: profile.name, push: summary(push), seed: summary(seed) });
      }
    } finally {
      await arena.close();
    }
  }
  return results;
}

/** Each contestant in turn, round after round, so that what slows the machine slows all of them. */
async function race(
  arena: Arena,
  entrants: readonly Contestant[],
  profile: Profile,
  rounds: number,
  prepare?: (target: string) => Promise<void>,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(entrants.map(({ name }) => [name, []]));
  const courses = new Map(
    await Promise.all(
      entrants.map(async (entrant) => [entrant.name, await arena.course(file(entrant), profile)] as const),
    ),
  );
  // The first round warms caches up and does not count.
  for (let round = 0; round <= rounds; round++) {
    await arena.commit();
    for (const entrant of entrants) {
      const course = courses.get(entrant.name);
      if (course === undefined) continue;
      await prepare?.(file(entrant));
      course.near.reset();
      course.far.reset();
      const run = await entrant.run(course);
      await arena.verify(file(entrant));
      if (round > 0) {
        samples.get(entrant.name)?.push({
          ...run,
          bytesToTarget: course.far.up,
          bytesFromTarget: course.far.down,
          bytesFromSource: course.near.down,
        });
      }
    }
  }
  for (const { near, far } of courses.values()) {
    near.close();
    far.close();
  }
  return samples;
}

function summary(samples: ReadonlyMap<string, readonly Sample[]>): Record<string, Sample> {
  const of = (runs: readonly Sample[], key: keyof Sample) => median(runs.map((run) => run[key] ?? NaN));
  return Object.fromEntries(
    [...samples].map(([name, runs]) => [
      name,
      {
        milliseconds: of(runs, "milliseconds"),
        rss: most(runs.flatMap(({ rss }) => rss ?? [])),
        disk: of(runs, "disk"),
        bytesToTarget: of(runs, "bytesToTarget"),
        bytesFromTarget: of(runs, "bytesFromTarget"),
        bytesFromSource: of(runs, "bytesFromSource"),
      },
    ]),
  );
}

function show(title: string, samples: ReadonlyMap<string, readonly Sample[]>): void {
  const results = summary(samples);
  const [first] = Object.values(results);
  const rows = Object.entries(results).map(([name, result]): Row => ({
    "": name,
    ms: result.milliseconds.toFixed(0),
    "× direct": ratio(result.milliseconds, first.milliseconds),
    "KB to target": (result.bytesToTarget / 1_000).toFixed(1),
    "× bytes": ratio(result.bytesToTarget, first.bytesToTarget),
    "KB from source": (result.bytesFromSource / 1_000).toFixed(1),
    "RSS MB": result.rss?.toFixed(0) ?? "",
    "disk MB": result.disk.toFixed(0),
  }));
  console.log(`\n${title}\n${table(rows)}`);
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

/** A contestant's target on disk. */
function file({ name }: Contestant): string {
  return name.replaceAll(" ", "-");
}
