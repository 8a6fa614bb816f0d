import { PktLineError, readPktLine } from "./pktLine";

/** One ref to move: from `old` to `new`, where all zeros mean that it does not exist. */
export interface RefCommand {
  readonly old: string;
  readonly new: string;
  readonly reference: string;
}

export interface CommandList {
  readonly commands: readonly RefCommand[];
  readonly capabilities: ReadonlySet<string>;
  /** All bytes read so far: the list, and perhaps the beginning of the pack. */
  readonly head: Buffer;
}

export const zeroId = "0".repeat(40);

/** What a list may measure: far more than 4,000 commands with the longest names need. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Reads the command list at the head of a receive-pack request, and not a chunk more: the pack that follows stays
 * in `body`.
 *
 * @throws {PktLineError} When the list is malformed, cut or larger than 8 MiB.
 */
export async function readCommandList(body: AsyncIterator<Buffer>): Promise<CommandList> {
  const commands: RefCommand[] = [];
  const capabilities = new Set<string>();
  let head: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (;;) {
    const pkt = readPktLine(head, offset);
    if (pkt === undefined) {
      const more = await body.next();
      if (more.done === true) throw new PktLineError("the command list ends before its flush");
      head = Buffer.concat([head, more.value]);
      if (offset > maxBytes) throw new PktLineError("the command list is larger than 8 MiB");
      continue;
    }
    offset = pkt.next;
    if (pkt.payload === undefined) return { commands, capabilities, head };
    const line = pkt.payload.toString().replace(/\n$/, "");
    if (/^shallow [0-9a-f]{40}$/.test(line)) continue;
    const [command = "", offered] = line.split("\0", 2);
    const [, old, next, reference] = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+)$/s.exec(command) ?? [];
    if (old === undefined || next === undefined || reference === undefined) {
      throw new PktLineError(`${JSON.stringify(command.slice(0, 80))} is no command`);
    }
    for (const capability of offered?.split(" ") ?? []) if (capability !== "") capabilities.add(capability);
    commands.push({ old, new: next, reference });
  }
}
