import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  if (!take(file)) {
    const holder = holderOf(file);
    if (holder !== undefined) {
      throw new EngineError(
        `another run (process ${holder}) uses ${path.dirname(file)}; end it first, with Ctrl-C`,
      );
    }
    // Its run died. Whoever is first to take it now has it.
    rmSync(file, { force: true });
    if (!take(file)) {
      throw new EngineError(`another run uses ${path.dirname(file)}; end it first, with Ctrl-C`);
    }
  }
  return () => {
    rmSync(file, { force: true });
  };
}

/** @returns false when the file exists: of two runs that start at one moment, one gets it. */
function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/** The process that holds the lock; undefined when it died, or before it wrote down its number. */
function holderOf(file: string): number | undefined {
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : NaN;
  // To signal process 0 would be to signal ourselves and all we have started.
  return pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is alive, and another user's.
    return codeOf(error) === "EPERM";
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
