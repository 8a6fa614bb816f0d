import { ReplicationError, type ReplicationErrorCode } from "../../replicator/replicationError";
import type { ReplicationReport } from "../../replicator/report";
import type { ChildProcess } from "node:child_process";
import { type Ended, runNode } from "../../test/support/childProcess";
import type { Ending, Harm, Relay } from "./relay";
import { Violation } from "./violation";
import type { World } from "./world";

/** How long a process is held, in milliseconds. */
const holdFor = 700;

/** The command line as it is deployed, in a process of its own. */
export function startProcess(cli: string, world: World, name: string): Relay {
  let child: ChildProcess | undefined;
  const ended = runNode([cli, ...world.addresses(name), "--json"], world.environment(name), (started) => {
    child = started;
  });
  return {
    ended: ended.then(endingOf),
    harm: (harm) => {
      if (child !== undefined) hurt(child, harm);
    },
  };
}

function hurt(child: ChildProcess, harm: Harm): void {
  if (harm === "hold") {
    child.kill("SIGSTOP");
    setTimeout(() => child.kill("SIGCONT"), holdFor);
  } else {
    child.kill(harm === "kill" ? "SIGKILL" : "SIGTERM");
  }
}

function endingOf({ code, stdout, stderr }: Ended): Ending {
  if (code === null) return { kind: "killed" };
  let said: Partial<ReplicationReport> & { readonly error?: { code: ReplicationErrorCode; message: string } };
  try {
    said = JSON.parse(stdout) as typeof said;
  } catch {
    throw new Violation(`a process ended with ${code} and without a report: ${stderr}`);
  }
  if ((code === 0) !== (said.equal === true)) {
    throw new Violation(`a process ended with ${code} and said ${stdout}`);
  }
  if (said.error === undefined) return { kind: "equal", report: said as ReplicationReport };
  const { transient } = new ReplicationError(said.error.code, said.error.message);
  return { kind: "failed", ...said.error, transient };
}
