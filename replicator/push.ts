import { takesEarlierTip } from "./archive";
import { archiveTips } from "./archiveTips";
import type { Advertisement } from "./git/advertisement";
import type { Connection } from "./git/connection";
import type { Command, PushResult } from "./git/sendPack";
import type { Outcomes, Refusal } from "./outcomes";
import type { PackTroubles } from "./packTroubles";
import { chunkCommands, isDelete } from "./plan";
import type { Moved } from "./packWatch";
import { overLimit, relay, type Sides } from "./relay";
import { PieceRefused, Stages } from "./stages";

export interface PushOptions {
  readonly connections: Sides<Connection>;
  /** No other replication has it. */
  readonly mark: string;
  readonly maximumObjects?: number;
  readonly onProgress?: (moved: Moved) => void;
  readonly onStep?: (step: string, details: Readonly<Record<string, unknown>>) => void;
}

/** The pushes of one pass. */
export class Push {
  readonly rejected = new Map<string, Refusal>();
  /** What the target said last. */
  messages = "";
  /** Object ids the target got in this pass. */
  private readonly pushed = new Set<string>();

  constructor(
    readonly listed: Sides<Advertisement>,
    private readonly options: PushOptions,
    private readonly outcomes: Outcomes,
    private readonly troubles: PackTroubles,
  ) {}

  /**
   * @param all False: only what an earlier version had archived, under names that the source's branches may have.
   * @returns the part of the plan that takes away nothing which could not be archived before
   */
  async archive(plan: readonly Command[], all: boolean): Promise<Command[]> {
    const kept = all ? plan : plan.filter(takesEarlierTip);
    const { refs, refused } = await archiveTips(this.options.connections, this.listed, kept);
    if (refs > 0) this.step("archived", { refs });
    for (const command of plan) {
      const reason = refused.get(command.ref);
      if (reason !== undefined) this.rejected.set(command.ref, { ...command, reason });
    }
    return plan.filter(({ ref }) => !refused.has(ref));
  }

  /**
   * Brings the history that a plan needs, in as many pieces as it takes.
   *
   * @returns false if the target refused one
   */
  async bringInStages(plan: readonly Command[]): Promise<boolean> {
    const { connections, mark, maximumObjects } = this.options;
    if (maximumObjects !== undefined) throw overLimit("the history has to go over in stages");
    const wants = [...new Set(plan.filter((command) => !isDelete(command)).map(({ to }) => to))];
    const stages = new Stages({
      ...{ connections, mark },
      listed: this.listed,
      tooMany: this.troubles.tooMany,
      onPointers: this.gotPointers,
      onStep: (step, details) => {
        this.step(step, details);
      },
    });
    try {
      await stages.bring(wants);
      return true;
    } catch (error) {
      if (!(error instanceof PieceRefused)) throw error;
      this.refused(error.refusals, error.result);
      return false;
    } finally {
      for (const oid of stages.held) this.pushed.add(oid);
    }
  }

  /** Sends the commands, as many at once as a push may have, each time with the pack they need. */
  async send(plan: readonly Command[]): Promise<void> {
    for (const commands of chunkCommands(plan)) {
      this.outcomes.sending(commands);
      const result = await this.relay(commands);
      const { rejected, unpack } = result;
      this.refused(this.outcomes.reported(commands, result), result);
      for (const command of commands) {
        if (!isDelete(command) && !rejected.has(command.ref)) this.pushed.add(command.to);
      }
      // A log line has room for some of them.
      const examples = Object.fromEntries([...rejected].slice(0, 5));
      this.step("pushed", { commands: commands.length, rejected: rejected.size, examples, unpack });
    }
  }

  private async relay(commands: readonly Command[]): Promise<PushResult> {
    const { connections, maximumObjects, onProgress } = this.options;
    const before = connections.target.bytesOut;
    let objects: number | undefined;
    try {
      const result = await relay(connections, this.listed, commands, {
        pushed: this.pushed,
        unusable: this.troubles.unusable,
        maximumObjects,
        onProgress: (now) => {
          objects = now.objects;
          onProgress?.(now);
        },
        onPointers: this.gotPointers,
      });
      this.troubles.reported(result, objects);
      return result;
    } catch (error) {
      this.troubles.brokeOff(error, connections.target.bytesOut - before, objects);
      throw error;
    }
  }

  /** Pointers of Git LFS stand for objects that git does not have, so nobody sends them with a pack. */
  private readonly gotPointers = (pointers: number): void => {
    if (pointers === 0) return;
    this.outcomes.pointers += pointers;
    this.step("pointers-without-objects", { pointers });
  };

  private refused(refusals: readonly Refusal[], { messages }: PushResult): void {
    if (messages !== "") this.messages = messages;
    for (const refusal of refusals) this.rejected.set(refusal.ref, refusal);
  }

  private step(step: string, details: Readonly<Record<string, unknown>>): void {
    this.options.onStep?.(step, details);
  }
}
