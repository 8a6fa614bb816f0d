import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EngineError } from "./engine";

/**
 * Makes sure that one run at a time writes to `.local/`: two would overwrite each other's state.
 *
 * @returns gives the lock back
 * @throws EngineError when another run is alive
 */
export function lock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  const holder = holderOf(file);
  if (holder !== undefined) {
    throw new EngineError(
      `another run (process ${holder}) uses ${path.dirname(file)}; end it first, with Ctrl-C`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => {
    rmSync(file, { force: true });
  };
}

/** The process that holds the lock; undefined when there is none or it died. */
function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    process.kill(pid, 0);
    return pid === process.pid ? undefined : pid;
  } catch {
    return undefined;
  }
}
