import { writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { settingsReference } from "./settingsReference";

/** Writes the documents that are made from code. */
async function main(): Promise<void> {
  const file = path.resolve(__dirname, "..", "docs", "settings.md");
  writeFileSync(
    file,
    await format(settingsReference(), { ...(await resolveConfig(file)), parser: "markdown" }),
  );
}

void main();
