import { confirmDeletes } from "./confirmDeletes";
import type { DefaultBranch } from "./defaultBranch";
import { differenceBetween, type LookOptions, lookAtSource, lookAtTarget } from "./difference";
import type { Connection } from "./git/connection";
import type { Command } from "./git/sendPack";
import { sendAndMoveDefault } from "./moveDefault";
import { Outcomes, type Refusal } from "./outcomes";
import { PackTroubles } from "./packTroubles";
import { isReserved, isScratch } from "./ownRefs";
import { isDelete, needsConfirmation, refuseEmptySource } from "./plan";
import { Push, type PushOptions } from "./push";
import { withinScope } from "./scope";
import { removeScratch } from "./stages";

export interface PassOptions extends PushOptions, LookOptions {
  /** A second, independent way to the source, to confirm what looks like a mass deletion. */
  readonly connectToSource: () => Connection;
  /** How much later to confirm it, in milliseconds. */
  readonly confirmMilliseconds: number;
  readonly expectedRef?: string;
  readonly archive?: boolean;
}

export interface Outcome {
  /** True if there was nothing to do, and nothing is left of earlier passes. */
  readonly equal: boolean;
  /** Commands that had no effect, by ref. */
  readonly rejected: ReadonlyMap<string, Refusal>;
  /** What the target said besides. */
  readonly messages: string;
}

/** The passes of one replication, and what they did so far. */
export class Passes {
  count = 0;
  /** Refs of the source whose names are the target's own, or cannot be read. */
  leftOut = 0;
  defaultBranchSet: string | undefined;
  readonly outcomes: Outcomes;
  readonly troubles = new PackTroubles();

  constructor(private readonly options: PassOptions) {
    this.outcomes = new Outcomes((step, details) => {
      this.step(step, details);
    });
  }

  /** Looks at both sides and pushes what differs. */
  async run(): Promise<Outcome> {
    this.count += 1;
    const { connections, defaultBranch: port, scope } = this.options;
    const look = () => lookAtSource(connections.source, this.options);
    // After a push there is likely nothing left to do, and both sides are looked at together to see that. A push to
    // the source meanwhile has a replication of its own.
    const [theirs, early] = await Promise.all([
      lookAtTarget(connections.target, this.options, "push"),
      this.outcomes.done.length > 0 ? look() : undefined,
    ]);
    const { listed: target, head: before } = theirs;
    this.outcomes.settle(target);
    // To act, the target must have been looked at first: who looks at the source first may find the target ahead
    // of it, written by a faster replication, and would set it back.
    const same = early !== undefined && differenceBetween(early, theirs, this.options).equal;
    const ours = same ? early : await look();
    const { plan, move, equal } = differenceBetween(ours, theirs, this.options);
    const source = ours.listed;
    const there = withinScope(target.refs, scope);
    refuseEmptySource(source.refs, there);
    this.leftOut = [...source.refs.keys()].filter(isReserved).length + source.unreadable;
    this.step("compared", { refs: source.refs.size, leftOut: this.leftOut, commands: plan.length });
    if (equal) {
      const kept = await removeScratch(connections.target, target);
      return { equal: kept.size === 0, rejected: kept, messages: "" };
    }
    if (needsConfirmation(plan, there, [before && `refs/heads/${before}`, this.options.expectedRef]))
      await this.confirm(plan.filter(isDelete));

    const push = new Push({ source, target }, this.options, this.outcomes, this.troubles);
    const safe = await push.archive(plan, this.options.archive === true);
    // What an earlier run has brought in stages says that this one needs them too.
    const staged = this.troubles.tooLarge || [...target.refs.keys()].some(isScratch);
    if (staged && !(await push.bringInStages(safe))) return unfinished(push);
    if (port === undefined || move === undefined) {
      await push.send(safe);
    } else {
      const set = this.setDefault.bind(this, port);
      await sendAndMoveDefault(push, safe, { before, branch: move, scope, set });
    }
    return unfinished(push);
  }

  private async setDefault(port: DefaultBranch, branch: string, before?: string): Promise<void> {
    await port.set(branch, this.options.signal);
    this.defaultBranchSet = branch;
    this.step("default-branch", { branch, before });
  }

  private async confirm(deletes: readonly Command[]): Promise<void> {
    const { signal, confirmMilliseconds: wait, connectToSource, connections } = this.options;
    this.step("confirming", { deletes: deletes.length });
    const connection = connectToSource();
    await confirmDeletes(connection, deletes, { wait, signal }).finally(() => {
      connections.source.bytesIn += connection.bytesIn;
    });
  }

  private step(step: string, details: Readonly<Record<string, unknown>>): void {
    this.options.onStep?.(step, details);
  }
}

function unfinished({ rejected, messages }: Push): Outcome {
  return { equal: false, rejected, messages };
}
