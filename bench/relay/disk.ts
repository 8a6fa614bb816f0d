import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** The size of all files under a folder, in megabytes. */
export async function diskMegabytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000_000;
}
