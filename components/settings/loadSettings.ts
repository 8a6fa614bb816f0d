import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./load";
import type { Settings } from "./schema";

/**
 * Reads the settings of this stack from `Pulumi.<stack>.yaml`; the only reader of the configuration. It stands apart from
 * {@link parseSettings}, which needs no Pulumi and so takes no second to start.
 *
 * @throws SettingsError naming every problem at once, before the first resource is registered.
 * @example
 * const settings = loadSettings();
 * if (settings.role === "primary") { … }
 */
export function loadSettings(): Settings {
  return parseSettings(pulumi.getProject(), pulumi.getStack(), pulumi.runtime.allConfig());
}
