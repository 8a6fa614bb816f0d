import { type commands, type Values } from "../../commandLine";
import { median, ratio, type Row, table } from "../report";
import { Arena } from "./arena";
import { type Contestant, contestants, type Run } from "./contestants";
import { loopback, type Profile, wan } from "./link";

/** In bytes. */
interface Traffic {
  readonly toTarget: number;
  readonly fromTarget: number;
  readonly fromSource: number;
}

interface Raced {
  readonly name: string;
  readonly traffic: Traffic | undefined;
  readonly runs: readonly Run[];
}

/** Brings one new commit, then a whole repository, to a target: the replicator beside what else there is. */
export async function relayBench(values: Values<typeof commands.benchRelay>): Promise<unknown> {
  const rounds = Number(values.rounds ?? 5);
  const results = [];
  const entrants = await contestants();
  for (const megabytes of (values.sizes ?? "10,100,500").split(",").map(Number)) {
    const arena = await Arena.build(megabytes, [...entrants.map(file), "seeded"]);
    try {
      for (const profile of [loopback, wan]) {
        const push = await race(arena, entrants, profile, rounds);
        show(`one commit on ${megabytes} MB, ${profile.name}`, push);
        const seeding = entrants.filter(({ seeds }) => seeds === true);
        const seed = await race(arena, seeding, profile, Math.min(3, rounds), (name) => arena.empty(name));
        show(`all of ${megabytes} MB into an empty target, ${profile.name}`, seed);
        results.push({ megabytes, profile: profile.name, push: summary(push), seed: summary(seed) });
      }
    } finally {
      await arena.close();
    }
  }
  return results;
}

/**
 * Each contestant in turn, round after round, so that what slows the machine slows all of them. In the first round the
 * bytes are counted, which takes time: that counts in the others.
 */
async function race(
  arena: Arena,
  entrants: readonly Contestant[],
  profile: Profile,
  rounds: number,
  prepare?: (target: string) => Promise<void>,
): Promise<Raced[]> {
  const lanes = await Promise.all(
    entrants.map(async (entrant) => {
      const target = file(entrant);
      const runs: Run[] = [];
      return { entrant, target, runs, ...(await arena.courses(target, profile)) };
    }),
  );
  const traffic = new Map<string, Traffic>();
  for (let round = 0; round <= rounds; round++) {
    await arena.commit();
    for (const { entrant, target, runs, counted, timed, near, far } of lanes) {
      await prepare?.(target);
      const run = await entrant.run(round === 0 ? counted : timed);
      await arena.verify(target);
      if (round > 0) runs.push(run);
      else traffic.set(entrant.name, { toTarget: far.up, fromTarget: far.down, fromSource: near.down });
    }
  }
  return lanes.map(({ entrant: { name }, runs, near, far }) => {
    near.close();
    far.close();
    return { name, runs, traffic: traffic.get(name) };
  });
}

function summary(raced: readonly Raced[]): (Run & Pick<Raced, "name" | "traffic">)[] {
  return raced.map(({ name, traffic, runs }) => ({
    ...{ name, traffic },
    milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
    rss: most(runs.flatMap(({ rss }) => rss ?? [])),
    disk: median(runs.map(({ disk }) => disk)),
  }));
}

function show(title: string, raced: readonly Raced[]): void {
  const results = summary(raced);
  const [first] = results;
  const kilobytes = (bytes = NaN) => (bytes / 1_000).toFixed(1);
  const rows = results.map(({ name, milliseconds, traffic, rss, disk }): Row => ({
    "": name,
    ms: milliseconds.toFixed(0),
    "× direct": ratio(milliseconds, first.milliseconds),
    "KB to target": kilobytes(traffic?.toTarget),
    "× bytes": ratio(traffic?.toTarget ?? NaN, first.traffic?.toTarget ?? NaN),
    "KB from source": kilobytes(traffic?.fromSource),
    "RSS MB": rss?.toFixed(0) ?? "",
    "disk MB": disk.toFixed(0),
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
