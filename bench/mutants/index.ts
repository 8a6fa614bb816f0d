import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type commands, type Values } from "../../commandLine";
import { Workspace } from "../../local/workspace";
import { table } from "../report";
import { harmlessChanges } from "./harmless";
import { type Judge, judgeOf } from "./judge";
import type { Mutant } from "./mutant";
import { type Part, sceneOf } from "./scene";
import { missingGuards, weakerDenies } from "./weaken/denies";
import { moreGrants } from "./weaken/grants";
import { leakingPatterns } from "./weaken/patterns";
import { weakerProperties } from "./weaken/properties";
import { writtenSources } from "./weaken/sources";
import { widerResourcePolicies } from "./weaken/resourcePolicies";
import { freerWriters } from "./weaken/writers";

const weakenings: Readonly<Record<string, (parts: readonly Part[]) => Mutant[]>> = {
  "weaker denies": weakerDenies,
  "missing guards": missingGuards,
  "patterns that leak": leakingPatterns,
  "more grants": moreGrants,
  "written sources": writtenSources,
  "freer writers": freerWriters,
  "wider resource policies": widerResourcePolicies,
  "weaker properties": weakerProperties,
};

export interface MutantResult {
  readonly stack: string;
  readonly kind: string;
  readonly mutants: number;
  readonly reported: number;
  /** Weakened and not reported, or harmless and reported. */
  readonly wrong: readonly string[];
}

/**
 * Changes our own stacks in one place at a time: the policy pack has to report each change that weakens something, and
 * none that does not.
 */
export async function mutantsBench({
  stacks = "dev,dev-replica,prod,prod-replica",
}: Values<typeof commands.benchMutants>): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  for (const stack of stacks.split(",")) results.push(...(await mutantsOf(stack)));
  const rows = results.map(({ stack, kind, mutants, reported }) => ({
    stack,
    "single changes": kind,
    made: String(mutants),
    reported: String(reported),
  }));
  console.log(table(rows));
  const wrong = results.flatMap(({ stack, kind, wrong: names }) =>
    names.map((name) => `${stack}, ${kind}: ${name}`),
  );
  for (const line of wrong) console.log(`  ✗ ${line}`);
  const weakened = results.filter(({ kind }) => kind !== harmless);
  const sum = (key: "mutants" | "reported", of: readonly MutantResult[]) =>
    of.reduce((total, result) => total + result[key], 0);
  const flagged = results.filter(({ kind }) => kind === harmless);
  console.log(
    `\n${sum("reported", weakened)} of ${sum("mutants", weakened)} weakened stacks caught; ` +
      `${sum("reported", flagged)} of ${sum("mutants", flagged)} harmless changes flagged.`,
  );
  if (wrong.length > 0) process.exitCode = 1;
  return results;
}

const harmless = "harmless";

/** What the dev preset leaves to each team: approvals but for one where there is a rule, and the account's concurrency. */
const notAskedOfDev =
  /: (needs one approval|is for a branch of another name|may take all concurrency)$|\.main-.*: is gone$/;

/** All mutants of one stack, judged by the real pack with the preset of the stack's environment. */
export async function mutantsOf(stack: string): Promise<readonly MutantResult[]> {
  const project = path.resolve(__dirname, "..", "..");
  const state = mkdtempSync(path.join(tmpdir(), "mutants-"));
  try {
    const scene = await sceneOf(new Workspace(project), stack, state);
    const judge = await judgeOf(project, scene);
    try {
      const before = await judge.violations(scene.parts);
      if (before.length > 0) throw new Error(`${stack} is not compliant itself: ${before[0].message}`);
      const made = (make: (parts: readonly Part[]) => Mutant[]) =>
        make(scene.parts).filter(({ name }) => scene.environment !== "dev" || !notAskedOfDev.test(name));
      const results: MutantResult[] = [];
      for (const [kind, make] of Object.entries({ ...weakenings, [harmless]: harmlessChanges })) {
        results.push({ stack, kind, ...(await judgeAll(judge, made(make), kind !== harmless)) });
      }
      return results.filter(({ mutants }) => mutants > 0);
    } finally {
      judge.stop();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function judgeAll(judge: Judge, mutants: readonly Mutant[], expected: boolean) {
  const wrong: string[] = [];
  let reported = 0;
  for (const { name, parts } of mutants) {
    const found = await judge.violations(parts);
    if (found.length > 0) reported += 1;
    if (found.length > 0 !== expected) wrong.push(expected ? name : `${name} (${found[0].message})`);
  }
  return { mutants: mutants.length, reported, wrong };
}
