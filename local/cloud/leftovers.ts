import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Half of something, by its path in the cloud's directory: nothing of it counts once its process has gone. */
const halves: readonly RegExp[] = [
  /^[^/]+\.json\.new$/,
  /^pushes\/[^/]+$/,
  /^images\/building-[^/]+$/,
  // A ref's name never ends in .lock, so such a file is git's.
  /^[^/]+\/repositories\/[^/]+\/(index-[^/]+|[^/]+\.lock|refs\/.+\.lock)$/,
  /^[^/]+\/repositories\/[^/]+\/objects\/(tmp_objdir-[^/]+|([0-9a-f]{2}|pack)\/(tmp_|\.tmp-)[^/]+)$/,
];

/** Directories that halves can lie in; what is in the others is not looked at. */
const ways =
  /^([^/]+|images|pushes|[^/]+\/repositories(\/[^/]+(\/(refs(\/.+)?|objects(\/[0-9a-f]{2}|\/pack)?))?)?)$/;

/**
 * Removes what a process left that was killed while it worked: git's locks, which would refuse every later change, and
 * files that were being written. Call it only while nothing else uses the directory.
 *
 * @returns The paths that were removed.
 */
export async function clearLeftovers(directory: string): Promise<string[]> {
  const removed: string[] = [];
  const look = async (below: string): Promise<void> => {
    const entries = await readdir(join(directory, below), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (halves.some((half) => half.test(path))) {
        await rm(join(directory, ...path.split("/")), { recursive: true, force: true });
        removed.push(path);
      } else if (entry.isDirectory() && ways.test(path)) await look(path);
    }
  };
  await look("");
  return removed;
}
