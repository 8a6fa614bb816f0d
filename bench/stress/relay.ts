import type { ReplicationReport } from "../../replicator/report";
import type { World } from "./world";

/** How a replication ended. */
export type Ending =
  | { readonly kind: "equal"; readonly report: ReplicationReport }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly transient: boolean }
  /** Killed before it could say anything. */
  | { readonly kind: "killed" };

export type Harm = "kill" | "stop" | "hold";

/** A replication that runs; resolves when it has ended. */
export interface Relay {
  readonly ended: Promise<Ending>;
  /** Does something bad to it, if it still runs and can be harmed so. */
  readonly harm: (harm: Harm) => void;
}

export type StartRelay = (world: World, name: string) => Relay;
