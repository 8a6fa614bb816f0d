import { keyFindings } from "./namespaces";
import { regionWarnings } from "./region";
import { reviewFindings } from "./review";
import type { Settings } from "./schema";

/**
 * What of right settings may not be what was meant, each line with its path and a way out.
 *
 * @param keys of the configuration, `namespace:key`
 */
export function settingsWarnings(
  project: string,
  keys: readonly string[],
  settings: Settings,
): readonly string[] {
  const unusual = [...keyFindings(project, keys).warnings, ...regionWarnings(settings.region)];
  if (settings.role === "replica") {
    return unusual;
  }
  const { teams, people, repositories, protections } = settings;
  const { warnings } = reviewFindings({
    teams: new Map(Object.entries(teams)),
    people: new Map(Object.entries(people)),
    repositories: new Map(Object.entries(repositories)),
    protections: new Map(Object.entries(protections)),
  });
  return [...unusual, ...warnings];
}
