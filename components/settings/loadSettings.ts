import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./load";
import type { Settings } from "./schema";
import { settingsWarnings } from "./warnings";

/**
 * Reads the settings of this stack from `Pulumi.<stack>.yaml`; the only reader of the configuration. It stands apart from
 * {@link parseSettings}, which needs no Pulumi and so takes no second to start. What is right but may not be what was meant
 * is said as a warning.
 *
 * @throws SettingsError naming every problem at once, before the first resource is registered.
 * @example
 * const settings = loadSettings();
 * if (settings.role === "primary") { … }
 */
export function loadSettings(): Settings {
  const [project, stack, config] = [pulumi.getProject(), pulumi.getStack(), pulumi.runtime.allConfig()];
  const settings = parseSettings(project, stack, config);
  for (const warning of settingsWarnings(project, Object.keys(config), settings)) {
    void pulumi.log.warn(`Pulumi.${stack}.yaml: ${warning}`);
  }
  return settings;
}
