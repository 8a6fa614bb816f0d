import { languageOf } from "./condition";
import { resourceLanguage } from "./matching";
import type { PatternAutomaton } from "./patternAutomaton";
import type { Bearing } from "./precedents";
import type { Distinction } from "./representatives";

/** How what statements are about, and what conditions say of the region, tell resources apart. */
export interface Readings {
  readonly resources: (language: PatternAutomaton) => Distinction;
  readonly regions: (language: PatternAutomaton) => Distinction;
}

/**
 * In which ways policies tell resources apart, each once, by a key that is the same wherever the policies say the same.
 * Variables stand for anything, so that they tell no resources apart that other text does not.
 */
export function resourceDistinctions({ all }: Bearing, readings: Readings): ReadonlyMap<string, Distinction> {
  const distinctions = new Map<string, Distinction>();
  for (const { policy } of all) {
    const resolve = policy.version === "2008-10-17" ? undefined : () => "open" as const;
    for (const statement of policy.statements) {
      const resources = resourceLanguage(statement, resolve);
      if (resources) distinctions.set(`resources ${resources.id}`, readings.resources(resources));
      for (const condition of statement.conditions) {
        if (condition.key.toLowerCase() !== "aws:requestedregion") continue;
        const regions = languageOf(condition, statement.effect, resolve);
        if (regions) distinctions.set(`regions ${regions.id}`, readings.regions(regions));
      }
    }
  }
  return distinctions;
}
