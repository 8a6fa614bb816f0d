import { type Advertisement, zeroOid } from "./git/advertisement";
import type { Command, PushResult } from "./git/sendPack";
import { isDelete } from "./plan";

/** A command with the target's reason not to do it. */
export interface Refusal extends Command {
  readonly reason: string;
}

/** The commands that a report does not say were done. */
export function refusalsOf(
  commands: readonly Command[],
  { rejected }: Pick<PushResult, "rejected">,
): Refusal[] {
  return commands.flatMap((command) => {
    const reason = rejected.get(command.ref);
    return reason === undefined ? [] : [{ ...command, reason }];
  });
}

/** What became of the commands of one replication. */
export class Outcomes {
  /** How many were sent, whatever became of them. */
  sent = 0;
  /** How many were refused because the ref had moved. */
  casMisses = 0;
  /** How many pointers of Git LFS the target got, as far as they were seen. */
  pointers = 0;
  /** Those that took effect. */
  readonly done: Command[] = [];
  /** Of a push whose report was lost: the target's next list tells what became of them. */
  private unknown: readonly Command[] = [];
  /** Of the last pass: the target's next list tells whether the ref had moved. */
  private refused: Refusal[] = [];

  constructor(private readonly onStep: (step: string, details: Readonly<Record<string, unknown>>) => void) {}

  sending(commands: readonly Command[]): void {
    this.sent += commands.length;
    this.unknown = commands;
  }

  /** @returns the refused ones */
  reported(commands: readonly Command[], result: PushResult): Refusal[] {
    this.unknown = [];
    for (const command of commands) if (!result.rejected.has(command.ref)) this.took(command);
    const refusals = refusalsOf(commands, result);
    this.refused.push(...refusals);
    return refusals;
  }

  /** Finds out which commands of a push without a report took effect, and why others were refused. */
  settle(target: Advertisement): void {
    const now = ({ ref }: Command): string => target.refs.get(ref) ?? zeroOid;
    for (const command of this.unknown) {
      if (now(command) === command.to) this.took(command);
    }
    this.unknown = [];
    this.casMisses += this.refused.filter((command) => now(command) !== command.from).length;
    this.refused = [];
  }

  private took(command: Command): void {
    this.done.push(command);
    if (isDelete(command)) this.onStep("deleted", { ref: command.ref, oid: command.from });
  }
}
