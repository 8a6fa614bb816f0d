import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { commands, didYouMean, exitWith, runCommand, UsageError } from "../commandLine";
import { mutantsBench } from "./mutants";
import { policiesBench } from "./policies";
import { relayBench } from "./relay";
import { stressBench } from "./stress";

/** What can be measured: name → measurement, which prints its tables and returns its numbers. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  relay: (args) =>
    runCommand(commands.benchRelay, args, ({ values }) => measure({ relay: () => relayBench(values) })),
  mutants: (args) =>
    runCommand(commands.benchMutants, args, ({ values }) => measure({ mutants: () => mutantsBench(values) })),
  policies: (args) =>
    runCommand(commands.benchPolicies, args, ({ values }) =>
      measure({ policies: () => policiesBench(values) }),
    ),
  stress: (args) =>
    runCommand(commands.benchStress, args, ({ values }) => measure({ stress: () => stressBench(values) })),
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...options] = args;
  if (name !== undefined && Object.hasOwn(benches, name)) {
    return benches[name](options);
  }
  return runCommand(commands.bench, args, ({ words: [unknown] }) => {
    if (unknown !== undefined) {
      const names = Object.keys(benches);
      throw new UsageError(
        `there is no benchmark "${unknown}".${didYouMean(unknown, names)} Benchmarks: ${names.join(", ")}.`,
      );
    }
    return measure({
      relay: () => relayBench({}),
      mutants: () => mutantsBench({}),
      policies: () => policiesBench({}),
      stress: () => stressBench({}),
    });
  });
}

async function measure(measurements: Readonly<Record<string, () => Promise<unknown>>>): Promise<number> {
  const results: Record<string, unknown> = {
    machine: { node: process.version, cpus: cpus().length, gigabytes: Math.round(totalmem() / 2 ** 30) },
  };
  for (const [name, run] of Object.entries(measurements)) results[name] = await run();
  writeFileSync(path.join(__dirname, "results.json"), `${JSON.stringify(results, undefined, 2)}\n`);
  return 0;
}

exitWith(main(process.argv.slice(2)));
