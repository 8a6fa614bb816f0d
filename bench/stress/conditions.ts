import type { Dialect } from "../../test/support/pair";
import type { Random } from "./random";

/** What a seed decides once for a whole run. */
export interface Conditions {
  readonly dialect: Dialect;
  /** How many replications run at the same time, at most. */
  readonly relays: number;
  /** How many of them are processes of their own. */
  readonly processes: number;
  /** How many processes are killed, asked to stop or held for a while; of the others, how many are asked to stop. */
  readonly harmed: number;
  /** How many events are lost, come twice, come late. */
  readonly lost: number;
  readonly doubled: number;
  readonly late: number;
  /** How many requests fail on the way. */
  readonly faults: number;
  /** The most that the copy takes in one push, in bytes: what is longer goes over in pieces. */
  readonly limit?: number;
}

export function conditionsFrom(random: Random): Conditions {
  return {
    dialect: random.pick(["v0", "v2", "codeCommit"] as const) ?? "v0",
    relays: 1 + random.below(4),
    processes: 0.4,
    harmed: 0.5,
    lost: 0.1 + random.next() * 0.3,
    doubled: 0.2,
    late: 0.2,
    faults: random.chance(0.4) ? 0 : 0.05,
    limit: random.chance(0.25) ? 24_000 : undefined,
  };
}
