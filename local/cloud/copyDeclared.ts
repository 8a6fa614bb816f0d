import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Repositories } from "./codecommit/repositories";

/** Tables of what people and services did. All others say what is declared. */
const deeds = [
  "comments.json",
  "iamForeignUsers.json",
  "pullRequests.json",
  "queueMessages.json",
  "requestTokens.json",
];

/** Copies what a cloud's directory says is declared, and makes the repositories anew, each without content. */
export async function copyDeclared(
  source: string,
  target: string,
  repositories: Repositories,
): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isFile() && name.endsWith(".json") && !deeds.includes(name)) {
      await cp(join(source, name), join(target, name));
    } else if (name === "images") {
      await cp(join(source, name), join(target, name), { recursive: true });
    } else if (entry.isDirectory()) {
      // A region: the code of its functions stays, its repositories, logs and buckets do not.
      const functions = join(name, "functions");
      await cp(join(source, functions), join(target, functions), { recursive: true }).catch(unlessAbsent);
    }
  }
  await repositories.makeEmpty(target);
}

function unlessAbsent(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
