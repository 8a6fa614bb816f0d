import { commands, type Parsed, runCommand, UsageError } from "../commandLine";
import { parseAddress } from "../replicator/address";
import type { Command } from "../replicator/commands/command";
import { compareCommand } from "../replicator/commands/compare";
import { deepCommand } from "../replicator/commands/deep";
import { replicateCommand } from "../replicator/commands/replicate";
import { messageOf, ReplicationError } from "../replicator/replicationError";
import { refuseSameArn } from "../replicator/sameRepository";
import { parseScope } from "../replicator/scope";

const modes = ["dry-run", "check", "deep"] as const;

async function replicate({
  values,
  words: [source, target],
}: Parsed<typeof commands.replicate>): Promise<number> {
  const mode = modes.find((name) => values[name]);
  const command: Command = {
    source: parseAddress(source, "SOURCE"),
    target: parseAddress(target, "TARGET"),
    scope: values.refs === undefined ? undefined : parseScope(values.refs),
    json: values.json === true,
    repair: values.repair === true,
    signal: interrupted(),
  };
  await refuseSameArn(command.source.codeCommit, command.target.codeCommit, command.signal);
  if (mode === undefined) await replicateCommand(command);
  else if (mode === "deep") await deepCommand(command);
  else if (!(await compareCommand(command)) && mode === "check") return 1;
  return 0;
}

function interrupted(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.once(name, () => {
      stop.abort();
    });
  }
  return stop.signal;
}

async function run(): Promise<void> {
  // The AWS SDK would say on Node 20 that versions to come need a newer one; the lock file keeps this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const args = process.argv.slice(2);
  try {
    process.exitCode = await runCommand(commands.replicate, args, replicate);
  } catch (error) {
    const known = error instanceof ReplicationError;
    const transient = known && error.transient;
    const code = known ? error.code : error instanceof UsageError ? "usage" : "bug";
    console.error(`error: ${messageOf(error)}`);
    if (args.includes("--json")) {
      const report = known ? error.report : undefined;
      console.log(
        JSON.stringify({ equal: false, ...report, error: { code, transient, message: messageOf(error) } }),
      );
    }
    process.exitCode = transient ? 1 : 2;
  }
}

void run();
