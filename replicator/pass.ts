import { setTimeout as sleep } from "node:timers/promises";
import { archiveTips } from "./archiveTips";
import { zeroOid, type Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import { listRefs } from "./git/listRefs";
import type { Command, PushResult } from "./git/sendPack";
import {
  chunkCommands,
  isArchive,
  isDelete,
  isManagedBranch,
  isScratch,
  needsConfirmation,
  planCommands,
  refuseEmptySource,
  splitAtBranch,
} from "./plan";
import { isUnusable, type Moved, overLimit, relay, type Sides } from "./relay";
import { type Scope, withinScope } from "./scope";
import { ReplicationError } from "./replicationError";
import { removeScratch, saysTooLarge, Stages, suspiciousBytes } from "./stages";

/** The default branches of both sides, by name without refs/heads/. */
export interface DefaultBranch {
  /** Absent: what the source's server advertises, if it does. */
  readonly source?: (signal?: AbortSignal) => Promise<string | undefined>;
  readonly target: (signal?: AbortSignal) => Promise<string | undefined>;
  /** Called only with a branch that the target has. */
  readonly set: (branch: string, signal?: AbortSignal) => Promise<void>;
}

export interface PassOptions {
  readonly connections: Sides<Connection>;
  /** A second, independent way to the source, to confirm what looks like a mass deletion. */
  readonly connectToSource: () => Connection;
  /** How much later to confirm it, in milliseconds. */
  readonly confirmMilliseconds: number;
  readonly defaultBranch?: DefaultBranch;
  readonly scope?: Scope;
  readonly maximumObjects?: number;
  readonly archive?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (moved: Moved) => void;
  readonly onStep?: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

/** A command with the target's reason not to do it. */
export interface Refusal extends Command {
  readonly reason: string;
}

/** The source at one moment. */
interface Look {
  readonly source: Advertisement;
  /** Its default branch. */
  readonly head: string | undefined;
}

interface Difference {
  readonly source: Advertisement;
  readonly plan: readonly Command[];
  /** What the target's default branch has to become, where it may be set. */
  readonly move: string | undefined;
  readonly equal: boolean;
}

export interface Outcome {
  /** True if there was nothing to do. */
  readonly equal: boolean;
  /** Commands that had no effect, by ref. */
  readonly rejected: ReadonlyMap<string, Refusal>;
  /** What the target said besides. */
  readonly messages: string;
}

/** What the passes of one replication did so far. */
export class Passes {
  count = 0;
  commands = 0;
  /** Branches under archive/ that the source lists. */
  leftOut = 0;
  /** Packs that the target could not complete. */
  unusable = 0;
  /** Commands that were refused because the ref had moved. */
  casMisses = 0;
  /** Reasons to think that a push was too large: from two on, history goes over in stages. */
  private oversize = 0;
  /** Of the last pack. */
  private objects: number | undefined;
  defaultBranchSet: string | undefined;
  /** Commands that took effect. */
  readonly done: Command[] = [];
  /** Commands of a push whose report was lost: the target's next list tells what became of them. */
  private unknown: readonly Command[] = [];
  /** Commands that the target refused in the last pass: its next list tells whether the ref had moved. */
  private refused: Command[] = [];

  constructor(private readonly options: PassOptions) {}

  /** Looks at both sides and pushes what differs. */
  async run(): Promise<Outcome> {
    this.count += 1;
    const { connections, defaultBranch: port, signal } = this.options;
    // After a push there is likely nothing left to do, and both sides are looked at together to see that. A push to
    // the source meanwhile has a replication of its own.
    const [target, targetDefault, early] = await Promise.all([
      listRefs(connections.target, "git-receive-pack"),
      port?.target(signal),
      this.done.length > 0 ? this.lookAtSource() : undefined,
    ]);
    this.settle(target);
    // To act, the target must have been looked at first: who looks at the source first may find the target ahead
    // of it, written by a faster replication, and would set it back.
    let difference = early && this.compare(early, target, targetDefault);
    if (difference?.equal !== true) {
      difference = this.compare(await this.lookAtSource(), target, targetDefault);
    }
    const { source, plan, move } = difference;
    const there = withinScope(target.refs, this.options.scope);
    refuseEmptySource(source.refs, there);
    this.leftOut = [...source.refs.keys()].filter(isArchive).length;
    this.step("compared", { refs: source.refs.size, leftOut: this.leftOut, commands: plan.length });
    if (difference.equal) {
      await removeScratch(connections.target, target);
      return { equal: true, rejected: new Map(), messages: "" };
    }
    if (needsConfirmation(plan, there, targetDefault)) await this.confirm(plan.filter(isDelete));

    const push = new Push({ source, target });
    const safe = this.options.archive === true ? await this.archive(push, plan) : plan;
    // What an earlier run has brought in stages says that this one needs them too.
    if (this.oversize >= 2 || [...target.refs.keys()].some(isScratch)) {
      if (this.options.maximumObjects !== undefined) throw overLimit("the history has to go over in stages");
      await this.sendInStages(push, safe);
    }
    if (port === undefined || move === undefined) await this.push(push, safe);
    else await this.pushAndMoveDefault(push, safe, port, { before: targetDefault, branch: move });
    return { equal: false, rejected: push.rejected, messages: push.messages };
  }

  private async lookAtSource(): Promise<Look> {
    const { connections, defaultBranch: port, signal } = this.options;
    const [source, head] = await Promise.all([
      listRefs(connections.source, "git-upload-pack"),
      port?.source?.(signal),
    ]);
    return { source, head: head ?? source.defaultBranch };
  }

  private compare({ source, head }: Look, target: Advertisement, targetDefault?: string): Difference {
    const { scope } = this.options;
    const plan = planCommands(withinScope(source.refs, scope), withinScope(target.refs, scope), head);
    const headRef = `refs/heads/${head}`;
    const move =
      head !== targetDefault &&
      source.refs.has(headRef) &&
      isManagedBranch(headRef) &&
      (scope?.(headRef) ?? true)
        ? head
        : undefined;
    const equal = plan.length === 0 && (this.options.defaultBranch === undefined || move === undefined);
    return { source, plan, move, equal };
  }

  /**
   * A host refuses to delete its default branch: that has to wait until another one is the default, and so do
   * the branches whose names it is in the way of.
   */
  private async pushAndMoveDefault(
    push: Push,
    plan: readonly Command[],
    port: DefaultBranch,
    { before, branch }: { readonly before?: string; readonly branch: string },
  ): Promise<void> {
    const inScope = this.options.scope ?? (() => true);
    const { first, last } = splitAtBranch(plan, `refs/heads/${before}`);
    await this.push(push, first);
    const waiting = new Set(last.map(({ ref }) => ref));
    if (waiting.has(`refs/heads/${branch}`)) {
      const standIn = [...push.listed.source.refs.keys()].find(
        (ref) => isManagedBranch(ref) && inScope(ref) && !waiting.has(ref) && !push.rejected.has(ref),
      );
      if (standIn === undefined) {
        throw new ReplicationError(
          "rejected",
          `the default branch ${before} became ${branch}, which cannot be created before ${before} is gone, ` +
            "and the target has no other branch that could be the default meanwhile: " +
            "push one more branch to the source, then run it again",
        );
      }
      await this.setDefault(port, standIn.slice("refs/heads/".length), before);
      await this.push(push, last);
      if (!push.rejected.has(`refs/heads/${branch}`)) await this.setDefault(port, branch);
    } else if (!push.rejected.has(`refs/heads/${branch}`)) {
      await this.setDefault(port, branch, before);
      await this.push(push, last);
    }
  }

  /** @returns the part of the plan that takes away nothing which could not be archived before */
  private async archive(push: Push, plan: readonly Command[]): Promise<Command[]> {
    const { refs, refused } = await archiveTips(this.options.connections, push.listed, plan);
    if (refs > 0) this.step("archived", { refs });
    for (const command of plan) {
      const reason = refused.get(command.ref);
      if (reason !== undefined) push.rejected.set(command.ref, { ...command, reason });
    }
    return plan.filter(({ ref }) => !refused.has(ref));
  }

  private async setDefault(port: DefaultBranch, branch: string, before?: string): Promise<void> {
    await port.set(branch, this.options.signal);
    this.defaultBranchSet = branch;
    this.step("default-branch", { branch, before });
  }

  private async push(push: Push, plan: readonly Command[]): Promise<void> {
    for (const commands of chunkCommands(plan)) {
      this.commands += commands.length;
      this.unknown = commands;
      const result = await this.relay(push, commands);
      this.unknown = [];
      if (saysTooLarge(result.messages)) this.oversize = 2;
      else if (isUnusable(result)) this.unusable += 1;
      if (result.messages !== "") push.messages = result.messages;
      for (const command of commands) {
        const reason = result.rejected.get(command.ref);
        if (reason === undefined) this.took(command, push);
        else this.refuse({ ...command, reason }, push);
      }
      const { rejected, unpack } = result;
      // A log line has room for some of them.
      const examples = Object.fromEntries([...rejected].slice(0, 5));
      this.step("pushed", { commands: commands.length, rejected: rejected.size, examples, unpack });
    }
  }

  private async relay(push: Push, commands: readonly Command[]): Promise<PushResult> {
    const { connections, maximumObjects, onProgress } = this.options;
    let moved: Moved = { bytes: 0, objects: undefined };
    try {
      return await relay(connections, push.listed, commands, {
        pushed: push.pushed,
        unusable: this.unusable,
        maximumObjects,
        onProgress: (now) => {
          moved = now;
          onProgress?.(now);
        },
      });
    } catch (error) {
      // A gateway that has enough may just hang up; so may any other for another reason, once.
      const large = moved.bytes > suspiciousBytes && error instanceof ReplicationError && error.transient;
      if (error instanceof ReplicationError && error.code === "too-large") this.oversize = 2;
      else if (large) this.oversize += 1;
      throw error;
    } finally {
      this.objects = moved.objects;
    }
  }

  private async sendInStages(push: Push, plan: readonly Command[]): Promise<void> {
    const { connections } = this.options;
    const wants = [...new Set(plan.filter((command) => !isDelete(command)).map(({ to }) => to))];
    const stages = new Stages({
      connections,
      listed: push.listed,
      tooMany: this.oversize >= 2 ? this.objects : undefined,
      onStep: (step, details) => {
        this.step(step, details);
      },
    });
    await stages.bring(wants);
    for (const oid of stages.held) push.pushed.add(oid);
  }

  private took(command: Command, push?: Push): void {
    this.done.push(command);
    if (isDelete(command)) this.step("deleted", { ref: command.ref, oid: command.from });
    else push?.pushed.add(command.to);
  }

  private refuse(refusal: Refusal, push: Push): void {
    push.rejected.set(refusal.ref, refusal);
    this.refused.push(refusal);
  }

  /** Finds out which commands of a push without a report took effect, and why others were refused. */
  private settle(target: Advertisement): void {
    for (const command of this.unknown) {
      if ((target.refs.get(command.ref) ?? zeroOid) === command.to) this.took(command);
    }
    this.unknown = [];
    this.casMisses += this.refused.filter(
      ({ ref, from }) => (target.refs.get(ref) ?? zeroOid) !== from,
    ).length;
    this.refused = [];
  }

  /**
   * @throws ReplicationError `deletion-unconfirmed` if a second list of the source has a ref that the first
   * one had not.
   */
  private async confirm(deletes: readonly Command[]): Promise<void> {
    const { signal, confirmMilliseconds, connectToSource, connections } = this.options;
    this.step("confirming", { deletes: deletes.length });
    await sleep(confirmMilliseconds, undefined, { signal });
    const connection = connectToSource();
    try {
      const { refs } = await listRefs(connection, "git-upload-pack");
      const there = deletes.filter(({ ref }) => refs.has(ref));
      if (there.length === 0) return;
      throw new ReplicationError(
        "deletion-unconfirmed",
        `${deletes.length} refs seemed to be gone from the source, but a second look found ${there[0].ref} ` +
          `and ${there.length - 1} more of them: nothing was deleted; run it again`,
      );
    } finally {
      connections.source.bytesIn += connection.bytesIn;
      connection.close();
    }
  }

  private step(step: string, details: Readonly<Record<string, unknown>>): void {
    this.options.onStep?.(step, details);
  }
}

/** The pushes of one pass. */
class Push {
  readonly rejected = new Map<string, Refusal>();
  /** Object ids the target got in this pass. */
  readonly pushed = new Set<string>();
  messages = "";

  constructor(readonly listed: Sides<Advertisement>) {}
}
