import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Connection, type Remote } from "./git/connection";
import { refuseSameRepository } from "./sameRepository";
import type { DefaultBranch } from "./defaultBranch";
import { Passes, type Outcome } from "./pass";
import type { Scope } from "./scope";
import { ReplicationError, type ReplicationErrorCode } from "./replicationError";
import type { Moved } from "./packWatch";
import type { ReplicationReport } from "./report";
import { summarise } from "./summary";
import { Troubles } from "./troubles";

export interface ReplicateOptions {
  /** Which branches and tags to replicate; default: all. Outside of it nothing is copied and nothing deleted. */
  readonly scope?: Scope;
  /** How the default branches are read and set; git's protocol cannot. Absent: the target's stays as it is. */
  readonly defaultBranch?: DefaultBranch;
  /**
   * The most objects that a pack may announce; default: any number. A larger one, and a history that has to go over in
   * stages, ends the replication with `over-limit` before any of it is sent.
   */
  readonly maximumObjects?: number;
  /**
   * A ref that the source had when somebody asked for the replication. If it is to be deleted all the same, the source is
   * listed once more first: it was deleted meanwhile, or the list is not to be trusted.
   */
  readonly expectedRef?: string;
  /** Keep overwritten and deleted tips of branches, as branches ccp-archive-… of the target. Default: false. */
  readonly archive?: boolean;
  /** How often to look, at most; default 8. */
  readonly maximumPasses?: number;
  /** The shortest pause before another attempt, in milliseconds (default 100): doubled each time, up to 5 s. */
  readonly pauseMilliseconds?: number;
  /** How long to wait before a mass deletion is confirmed by a second look, in milliseconds; default 1,000. */
  readonly confirmMilliseconds?: number;
  /** When a connection without traffic is given up, in milliseconds; default 120,000. */
  readonly idleMilliseconds?: number;
  /** Stops the replication, except while a push whose pack was sent is waiting for its report. */
  readonly signal?: AbortSignal;
  /** Told about a pack on its way, at each of its pieces. */
  readonly onProgress?: (moved: Moved) => void;
  /** Told about each step, for logs. */
  readonly onStep?: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

const longestPause = 5_000;

/** Transient, but not for the same call. */
const final = new Set<ReplicationErrorCode>(["aborted", "over-limit"]);

/**
 * Brings the branches and tags of `target` to the state of `source`, and looks again until both sides are
 * seen equal. Refs called ccp-archive-… and ccp-seed-… are left alone: they belong to the target. Only what it lacks is
 * moved, in memory-bounded streams: no clone, no disk. Safe to run at any time, any number of times, also at the
 * same time: each ref is moved by compare-and-swap.
 *
 * @throws ReplicationError if the sides were not seen equal; its `report` tells what was done all the same.
 *
 * @example
 * const report = await replicate(
 *   { url: "http://127.0.0.1:8001/a.git" },
 *   { url: "http://127.0.0.1:8002/b.git" },
 * );
 */
export async function replicate(
  source: Remote,
  target: Remote,
  options: ReplicateOptions = {},
): Promise<ReplicationReport> {
  refuseSameRepository(source, target);
  const started = performance.now();
  const connections = {
    source: new Connection("source", source, options),
    target: new Connection("target", target, options),
  };
  const passes = new Passes({
    connections,
    connectToSource: () => new Connection("source", source, options),
    mark: randomBytes(4).toString("hex"),
    ...options,
    confirmMilliseconds: options.confirmMilliseconds ?? 1_000,
  });
  const troubles = new Troubles();
  const report = (equal: boolean): ReplicationReport => ({
    equal,
    passes: passes.count,
    ...summarise(passes.outcomes.done),
    leftOut: passes.leftOut,
    unusablePacks: passes.troubles.unusable,
    lfsPointers: passes.outcomes.pointers,
    defaultBranch: passes.defaultBranchSet,
    commands: passes.outcomes.sent,
    casMisses: passes.outcomes.casMisses,
    retries: troubles.retries,
    guardStops: troubles.guardStops,
    bytesIn: connections.source.bytesIn + connections.target.bytesIn,
    bytesOut: connections.source.bytesOut + connections.target.bytesOut,
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    await untilEqual(passes, options, troubles);
    return report(true);
  } catch (error) {
    // A signal also ends pauses, with an error of its own.
    const named = options.signal?.aborted ? connections.target.blame(error) : error;
    if (named instanceof ReplicationError) named.report = report(false);
    throw named;
  } finally {
    connections.source.close();
    connections.target.close();
  }
}

async function untilEqual(passes: Passes, options: ReplicateOptions, troubles: Troubles): Promise<void> {
  const { maximumPasses = 8, pauseMilliseconds = 100, signal } = options;
  let before: Outcome | undefined;
  let pause = false;
  for (let attempt = 1; ; attempt++) {
    if (pause) {
      const longest = Math.min(longestPause, pauseMilliseconds * 2 ** (attempt - 2));
      await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal });
    }
    try {
      const outcome = await passes.run();
      if (outcome.equal) return;
      if (attempt >= maximumPasses || passes.troubles.unmendable) throw unequal(attempt, outcome, before);
      // Where everything was accepted there is nothing to wait for: look again at once.
      pause = outcome.rejected.size > 0;
      before = outcome;
    } catch (error) {
      troubles.failed(error);
      const retry = error instanceof ReplicationError && error.transient && !final.has(error.code);
      if (!retry || attempt >= maximumPasses) throw error;
      if (error.code === "corrupt-pack" && troubles.retries[error.code] !== undefined) throw twice(error);
      troubles.retried(error);
      options.onStep?.("retry", { attempt, code: error.code, message: error.message });
      // The source moved between listing and fetching: its new list is there already.
      pause = error.code !== "not-our-ref";
    }
  }
}

/** What spoils a pack on its way does not do so twice running. */
function twice(cause: ReplicationError): ReplicationError {
  const message = `${cause.message.replace(/; try again$/, "")}, for the second time; check that repository with git fsck`;
  return new ReplicationError("repository-corrupt", message, { cause });
}

/**
 * The same refusals of the same commands twice running will come again. Where a command was another one before,
 * somebody moved the ref in between, whatever the reason says: git before 2.51 has one text for all.
 */
function unequal(passes: number, last: Outcome, before?: Outcome): ReplicationError {
  const refusals = [...last.rejected.values()];
  const reasons = refusals.map(({ ref, reason }) => `${ref}: ${reason}`);
  const lasting =
    refusals.length > 0 &&
    refusals.every((refusal) => isDeepStrictEqual(refusal, before?.rejected.get(refusal.ref)));
  if (!lasting) {
    return new ReplicationError(
      "not-converged",
      `after ${passes} passes the sides still differ${reasons.length > 0 ? ` (${reasons[0]})` : ""}: ` +
        "somebody is writing to them; run it again",
    );
  }
  const listed =
    reasons.slice(0, 5).join("; ") + (reasons.length > 5 ? `; and ${reasons.length - 5} more` : "");
  const said = last.messages === "" ? "" : ` The target says: ${last.messages.slice(0, 500)}`;
  return new ReplicationError(
    "rejected",
    `the target keeps refusing ${reasons.length} ref(s): ${listed}.${said} ` +
      "Mend the reason on the target, then run it again; all other refs were replicated",
  );
}
