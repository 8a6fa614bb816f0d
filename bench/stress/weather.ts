import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../../test/support/answer";
import type { Random } from "./random";

/**
 * How many requests are held up on their way, and for how long at most, in milliseconds. The long ones give another
 * replication the time to do all of its work between two requests of the one that is held up.
 */
const delays = [
  { probability: 0.2, longest: 300 },
  { probability: 0.05, longest: 2_500 },
];

/** What happens to requests between a replication and a server. */
export class Weather {
  faults = 0;

  constructor(
    private readonly random: Random,
    private probability: number,
  ) {}

  /** From now on nothing is held up, and nothing fails. */
  clear(): void {
    this.probability = -1;
  }

  /** @throws what makes a server hang up */
  async onRequest(): Promise<Answer | undefined> {
    for (const { probability, longest } of this.probability < 0 ? [] : delays) {
      if (this.random.chance(probability)) await sleep(this.random.below(longest));
    }
    if (!this.random.chance(this.probability / 2)) return undefined;
    this.faults += 1;
    const status = this.random.pick([429, 500, 502, 503, 504, undefined]);
    if (status === undefined) throw new Error("hangs up");
    return { status, headers: { "Content-Type": "text/plain" }, body: Buffer.from("busy") };
  }

  /** An answer that breaks off, or ends properly but too early, in the midst of a packet or between two. */
  onAnswer(body: Buffer): Answer | undefined {
    if (!this.random.chance(this.probability / 2)) return undefined;
    this.faults += 1;
    const cut = this.random.chance(0.5);
    const end = this.random.chance(0.5) ? this.random.below(body.length) : this.endOfPacket(body);
    return { body: body.subarray(0, end), cut };
  }

  /** The end of any packet (gitprotocol-common, "pkt-line Format") but the last. */
  private endOfPacket(body: Buffer): number {
    const ends = [0];
    for (let at = 0; at + 4 < body.length; ends.push(at)) {
      const length = parseInt(body.toString("latin1", at, at + 4), 16);
      if (Number.isNaN(length)) break;
      at += Math.max(4, length);
    }
    return this.random.pick(ends.filter((end) => end < body.length)) ?? 0;
  }
}
