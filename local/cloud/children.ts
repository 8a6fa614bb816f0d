import { once } from "node:events";
import type { ChildProcess } from "node:child_process";

/** The child processes that run now, so that none outlives the cloud. */
export class Children {
  private readonly running = new Set<ChildProcess>();

  add<Child extends ChildProcess>(child: Child): Child {
    this.running.add(child);
    const forget = () => this.running.delete(child);
    child.once("exit", forget);
    child.once("error", forget);
    return child;
  }

  /** Asks every child to end (SIGTERM) and ends those that have not after `graceMs` (SIGKILL). */
  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.running].map((child) => end(child, graceMs)));
  }
}

/** Ends one child: SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone. */
export async function end(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}
