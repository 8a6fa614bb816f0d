import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type commands, type Values } from "../../commandLine";
import { bundleReplicate } from "../../test/support/bundle";
import { cleanUp, type Lifetime } from "../../test/support/git";
import { type Row, table } from "../report";
import { storm, type Storm } from "./storm";

/** Many storms, each of a seed of its own: the first that breaks a promise ends it. */
export async function stressBench({
  seed: firstSeed = String(Math.floor(Math.random() * 2 ** 31)),
  runs = "20",
  writes = "100",
}: Values<typeof commands.benchStress>): Promise<unknown> {
  const first = Number(firstSeed);
  console.log(`seed ${first}`);
  const directory = await mkdtemp(path.join(tmpdir(), "bench-stress-"));
  const results = [];
  try {
    const cli = await bundleReplicate(directory);
    for (let seed = first; seed < first + Number(runs); seed++) {
      const result = await run({ seed, writes: Number(writes), cli });
      console.log(
        table([rowOf(seed, result)])
          .split("\n")
          .slice(results.length === 0 ? 0 : 1)
          .join("\n"),
      );
      results.push(rowOf(seed, result));
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return results;
}

async function run(options: Parameters<typeof storm>[1]): Promise<Storm> {
  const lifetime: Lifetime = { test: {} };
  try {
    return await storm(lifetime, options);
  } catch (error) {
    const { seed, writes } = options;
    console.error(`broken by --seed ${seed} --runs 1 --writes ${writes}`);
    throw error;
  } finally {
    await cleanUp.call(lifetime);
  }
}

function rowOf(
  seed: number,
  { conditions, writes, events, relays, processes, faults, moves, endings }: Storm,
): Row {
  const reports = endings.flatMap((ending) => (ending.kind === "equal" ? [ending.report] : []));
  const sum = (values: readonly number[]) => String(values.reduce((total, value) => total + value, 0));
  const count = (kind: string) => String(endings.filter((ending) => ending.kind === kind).length);
  return {
    seed: String(seed),
    dialect: conditions.dialect,
    writes: String(writes),
    lost: String(events.lost),
    doubled: String(events.doubled),
    late: String(events.late),
    faults: String(faults),
    "at once": String(conditions.relays),
    relays: String(relays),
    processes: String(processes),
    killed: count("killed"),
    failed: count("failed"),
    equal: count("equal"),
    passes: sum(reports.map(({ passes }) => passes)),
    "CAS misses": sum(reports.map(({ casMisses }) => casMisses)),
    retries: sum(reports.flatMap((report) => Object.values(report.retries))),
    moves: String(moves),
  };
}
