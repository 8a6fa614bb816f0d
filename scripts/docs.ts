import { writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { commands, exitWith, runCommand } from "../commandLine";
import { policyReference } from "./policyReference";
import { settingsReference } from "./settingsReference";

/** Writes the documents that are made from code. */
async function writeDocuments(): Promise<number> {
  for (const [name, text] of [
    ["settings.md", settingsReference()],
    ["policies.md", policyReference()],
  ]) {
    const file = path.resolve(__dirname, "..", "docs", name);
    writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "markdown" }));
  }
  return 0;
}

exitWith(runCommand(commands.docs, process.argv.slice(2), writeDocuments));
