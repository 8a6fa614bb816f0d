import { existsSync } from "node:fs";
import { parseSettings } from "../../components/settings/load";
import { settingsWarnings } from "../../components/settings/warnings";
import { SettingsError } from "../../components/settings/settingsError";
import { EngineError } from "../../local/engine/errors";
import { loadProject, type Project } from "../../local/engine/project";
import { presetOf } from "../../local/preset";
import { presetProblems } from "./presetProblems";

export interface Findings {
  /** A paragraph each. */
  readonly problems: readonly string[];
  /** A line each. */
  readonly warnings: readonly string[];
}

/**
 * All that can be said of a stack without running its program: its settings, quotas included, and the preset of its
 * environment.
 */
export async function stackFindings(directory: string, stack: string): Promise<Findings> {
  let project: Project;
  try {
    project = await loadProject(directory, stack);
  } catch (error) {
    if (error instanceof EngineError) return { problems: [error.message], warnings: [] };
    throw error;
  }
  const preset = presetOf(directory, environmentOf(project, stack));
  const settings = settingsFindings(project, stack);
  return {
    problems: [...settings.problems, ...(existsSync(preset) ? presetProblems(directory, preset) : [])],
    warnings: [...project.warnings, ...settings.warnings],
  };
}

function settingsFindings({ name, config }: Project, stack: string): Findings {
  try {
    const settings = parseSettings(name, stack, config);
    const warnings = settingsWarnings(name, Object.keys(config), settings);
    return { problems: [], warnings: warnings.map((warning) => `Pulumi.${stack}.yaml: ${warning}`) };
  } catch (error) {
    if (error instanceof SettingsError) return { problems: [error.message], warnings: [] };
    throw error;
  }
}

/** A replica is judged by the preset of its primary, whose stack it names as "dev" or "organization/project/dev". */
function environmentOf({ name, config }: Project, stack: string): string {
  const primary = config[`${name}:role`] === "replica" ? config[`${name}:primary`] : undefined;
  return primary?.split("/").at(-1) ?? stack;
}
