import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { mutantsBench } from "./mutants";
import { policiesBench } from "./policies";
import { relayBench } from "./relay";
import { stressBench } from "./stress";

/** What can be measured: name → measurement, which prints its tables and returns its numbers. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<unknown>>> = {
  relay: relayBench,
  mutants: mutantsBench,
  policies: policiesBench,
  stress: stressBench,
};

const usage = `Measures, ratios side by side in one run, and writes bench/results.json.

  npm run bench [-- NAME [options]]

  relay   [--sizes 10,100,500] [--rounds 5]   the replicator beside a direct push, mirrors and git-sync
  mutants [--stacks dev,prod]                 whether the policy pack catches every single weakening change
  policies [--repositories 100,300,1000] [--teams 5,50] [--rounds 3]   the policy pack's start and judgement
  stress  [--seed N] [--runs 20] [--writes 100]   whether the replicator keeps its promises in seeded storms`;

async function main([name, ...args]: readonly string[]): Promise<void> {
  const chosen = name === undefined ? Object.keys(benches) : [name];
  if (!chosen.every((each) => each in benches)) {
    console.log(usage);
    process.exitCode = name === "--help" ? 0 : 1;
    return;
  }
  const results: Record<string, unknown> = {
    machine: { node: process.version, cpus: cpus().length, gigabytes: Math.round(totalmem() / 2 ** 30) },
  };
  for (const each of chosen) results[each] = await benches[each](args);
  const file = path.join(__dirname, "results.json");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

void main(process.argv.slice(2));
