import type { ChildProcess } from "node:child_process";
import { type Ended, runNode } from "./childProcess";
import type { Pair } from "./pair";

/** A replication in a process of its own, which can be ended at any moment. */
export interface RelayProcess {
  readonly ended: Promise<Ended>;
  /** Sends it a signal, once; resolves when it is gone. */
  readonly end: (signal: "SIGKILL" | "SIGTERM") => Promise<unknown>;
  /** Sends it a signal, once, and does not wait. */
  readonly signal: (signal: "SIGKILL" | "SIGTERM") => void;
}

/** @param cli The bundled command line. */
export function startRelay(cli: string, { servers }: Pair): RelayProcess {
  let child: ChildProcess | undefined;
  const ended = runNode([cli, servers.source.url("a"), servers.target.url("b"), "--json"], {}, (started) => {
    child = started;
  });
  const signal = (name: "SIGKILL" | "SIGTERM"): void => {
    child?.kill(name);
    child = undefined;
  };
  return {
    ended,
    signal,
    end: (name) => {
      signal(name);
      return ended;
    },
  };
}
