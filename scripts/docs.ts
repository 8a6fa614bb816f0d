import { writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { policyReference } from "./policyReference";
import { settingsReference } from "./settingsReference";

/** Writes the documents that are made from code. */
async function main(): Promise<void> {
  for (const [name, text] of [
    ["settings.md", settingsReference()],
    ["policies.md", policyReference()],
  ]) {
    const file = path.resolve(__dirname, "..", "docs", name);
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
  }
}

void main();
