import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { gitEnvironment } from "./environment";

/** The most memory that a process and its children had at once, in megabytes; undefined off Linux. */
export interface Measured {
  readonly milliseconds: number;
  readonly rss: number | undefined;
}

/**
 * Runs a program to its end and measures it.
 *
 * @throws Error with what it said, when it fails
 */
export async function measure(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, args, {
    ...options,
    env: gitEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  let most: number | undefined;
  const timer = setInterval(() => {
    const now = residentMegabytes(child.pid ?? -1);
    if (now !== undefined) most = Math.max(most ?? 0, now);
  }, 20);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${String(code)}: ${said.trim()}`);
    return { milliseconds: performance.now() - started, rss: most };
  } finally {
    clearInterval(timer);
  }
}

/** Of a process with all that descends from it. */
function residentMegabytes(root: number): number | undefined {
  try {
    const parents = new Map<number, number>();
    for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const stat = tryRead(`/proc/${entry}/stat`);
      if (stat !== undefined)
        parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]));
    }
    const family = [...parents.keys()].filter((pid) => {
      for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
        if (at === root) return true;
      }
      return false;
    });
    const pages = family.map((pid) => Number(tryRead(`/proc/${pid}/statm`)?.split(" ")[1] ?? 0));
    return (pages.reduce((sum, count) => sum + count, 0) * 4096) / 1024 / 1024;
  } catch {
    return undefined;
  }
}

/** A process may end between being listed and being read. */
function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
