import { existsSync } from "node:fs";
import path from "node:path";

/** The policy pack's configuration for an environment: its own preset, or else that of dev. */
export function presetOf(projectDirectory: string, environment: string): string {
  const file = (name: string) => path.join(projectDirectory, "policy-pack", "presets", `${name}.json`);
  return existsSync(file(environment)) ? file(environment) : file("dev");
}
