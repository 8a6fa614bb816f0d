import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { zeroOid } from "../../replicator/git/advertisement";
import type { GitRepository } from "../../test/support/git";
import type { History } from "./history";
import { isManaged, isScratch } from "./managed";
import { Trail } from "./trail";
import { Violation } from "./violation";

/**
 * Sees each single move of the copy's refs, in their order: git itself tells it while it holds the ref's lock
 * (githooks, "reference-transaction"). Looking at the refs from time to time would miss what lasts for moments only.
 */
export class Witness {
  moves = 0;
  private readonly values = new Map<string, string>();
  private readonly trails = new Map<string, Trail>();
  private heard = 0;

  private constructor(
    private readonly log: string,
    private readonly history: History,
  ) {}

  /** @param copy What it holds before is not its replication's, and must stay as it is. */
  static async of(copy: GitRepository, history: History): Promise<Witness> {
    const log = path.join(copy.directory, "witness.log");
    const hook = path.join(copy.directory, "hooks", "reference-transaction");
    await writeFile(log, "");
    await writeFile(hook, `#!/bin/sh\nif [ "$1" = prepared ]; then exec cat >> '${log}'; fi\n`);
    await chmod(hook, 0o755);
    return new Witness(log, history);
  }

  /** @throws Violation for a move that no replication may make */
  async check(): Promise<void> {
    const text = await readFile(this.log, "utf8");
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(this.heard, end).split("\n").filter(Boolean);
    this.heard = end;
    for (const line of lines) {
      const [, value, ref] = line.split(" ");
      if (ref !== "HEAD") this.judge(ref, value);
    }
  }

  /** What the moves have made of the refs. */
  get refs(): Record<string, string> {
    return Object.fromEntries([...this.values].filter(([, value]) => value !== zeroOid));
  }

  private judge(ref: string, value: string): void {
    this.moves += 1;
    const from = this.values.get(ref) ?? zeroOid;
    this.values.set(ref, value);
    if (isScratch(ref)) return;
    if (!isManaged(ref))
      throw new Violation(`${ref} is not the replication's to move, from ${from} to ${value}`);
    const trail = this.trails.get(ref) ?? new Trail();
    this.trails.set(ref, trail);
    const history = this.history.of(ref);
    const wrong = trail.step(value, history);
    if (wrong === undefined) return;
    throw new Violation(
      `${ref} of the copy, moved from ${from} to ${value}, ${wrong}: ${history.join(", ")}`,
    );
  }
}
