import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The names of all policies, out of the sources: to load the pack itself takes more than a second.
 *
 * @param folder of the policies
 */
export function policyNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return policyNames(file);
    return entry.name.endsWith(".ts") ? namesIn(readFileSync(file, "utf8")) : [];
  });
}

/** Of `definePolicy({ name: "…", … })`, as the formatter writes it. */
function namesIn(source: string): readonly string[] {
  return [...source.matchAll(/^ {2}name: "([^"]+)",$/gm)].map(([, name]) => name);
}
