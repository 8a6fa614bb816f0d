import { readFileSync } from "node:fs";
import path from "node:path";
import { didYouMean } from "../../components/settings/problems";
import { levels } from "../../local/engine/policyLevels";
import { policyNames } from "./policyNames";

/**
 * What is wrong with a preset of the policy pack, as one paragraph; nothing where all is right. The real engine ignores a
 * name that the pack does not have (ReconcilePolicyPackConfig of pulumi 3.248 looks for the pack's policies only), so a
 * policy that is misspelt stays at the level that the pack gives it.
 *
 * @param file its path
 */
export function presetProblems(directory: string, file: string): readonly string[] {
  const shown = path.relative(directory, file);
  const preset = parsed(readFileSync(file, "utf8"));
  if (typeof preset === "string") return [`${shown} cannot be read: ${preset}`];
  const names = policyNames(path.join(directory, "policy-pack", "policies"));
  const problems = Object.entries(preset).flatMap(([name, value]) => [
    ...(name === "all" || names.includes(name) ? [] : [`${name}: is no policy.${didYouMean(name, names)}`]),
    ...levelProblems(name, value),
  ]);
  if (problems.length === 0) return [];
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [[`${shown} has ${count}.`, ...problems.map((problem) => `  ✗ ${problem}`)].join("\n")];
}

function levelProblems(name: string, value: unknown): readonly string[] {
  const level = isObject(value) ? value.enforcementLevel : value;
  if (level === undefined || levels.some((known) => known === level)) return [];
  const guess = typeof level === "string" ? didYouMean(level, levels) : "";
  return [`${name}: ${JSON.stringify(level)} is no level.${guess} Allowed: ${levels.join(", ")}.`];
}

/** The words of what is wrong where it is no JSON object. */
function parsed(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const content: unknown = JSON.parse(text);
    return isObject(content) ? content : "it must be an object of policy names.";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
