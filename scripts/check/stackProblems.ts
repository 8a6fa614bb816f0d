import { existsSync } from "node:fs";
import { parseSettings } from "../../components/settings/load";
import { SettingsError } from "../../components/settings/settingsError";
import { EngineError } from "../../local/engine/errors";
import { loadProject, type Project } from "../../local/engine/project";
import { presetOf } from "../../local/preset";
import { presetProblems } from "./presetProblems";

/**
 * All that can be said against a stack without running its program, a paragraph each: its settings, quotas included, and
 * the preset of its environment.
 */
export async function stackProblems(directory: string, stack: string): Promise<readonly string[]> {
  let project: Project;
  try {
    project = await loadProject(directory, stack);
  } catch (error) {
    if (error instanceof EngineError) return [error.message];
    throw error;
  }
  const preset = presetOf(directory, environmentOf(project, stack));
  return [
    ...settingsProblems(project, stack),
    ...(existsSync(preset) ? presetProblems(directory, preset) : []),
  ];
}

function settingsProblems({ name, config }: Project, stack: string): readonly string[] {
  try {
    parseSettings(name, stack, config);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return [error.message];
    throw error;
  }
}

/** A replica is judged by the preset of its primary, whose stack it names as "dev" or "organization/project/dev". */
function environmentOf({ name, config }: Project, stack: string): string {
  const primary = config[`${name}:role`] === "replica" ? config[`${name}:primary`] : undefined;
  return primary?.split("/").at(-1) ?? stack;
}
