import { parseArgs } from "node:util";
import { parseAddress } from "./address";
import type { Command } from "./commands/command";
import { compareCommand } from "./commands/compare";
import { deepCommand } from "./commands/deep";
import { replicateCommand } from "./commands/replicate";
import { plural } from "./commands/wording";
import { messageOf, ReplicationError } from "./replicationError";
import { refuseSameArn } from "./sameRepository";
import { parseScope } from "./scope";

const usage = `Makes the branches and tags of TARGET equal to those of SOURCE.

  npm run replicate -- SOURCE TARGET [options]

SOURCE and TARGET are https://user:password@host/path, http://… or codecommit::REGION://[PROFILE@]NAME.
Without a password in the URL, git's credential helpers, GIT_ASKPASS or the terminal are asked for it where
one is wanted. HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are used.
Branches and tags that SOURCE does not have are deleted from TARGET. Branches called ccp-archive-… and tags
called ccp-seed-… are not copied: TARGET keeps backups there, and what is on its way.

  --dry-run     print what would be done, and do nothing
  --check       the same; the exit code tells whether both sides are equal
  --deep        prove that TARGET has every object behind its refs; costs one transfer of all of it
  --repair      with --deep: send everything again if it does not
  --refs NAMES  only these, for example refs/heads/main,refs/tags/v*
  --json        print the report as JSON on stdout
  --help        print this

Exit code: 0 both sides were seen equal, 1 trying again may help (--check: they differ), 2 somebody has to act.`;

const modes = ["dry-run", "check", "deep"] as const;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean" },
      check: { type: "boolean" },
      deep: { type: "boolean" },
      repair: { type: "boolean" },
      refs: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  if (positionals.length !== 2) {
    throw misuse(`expected SOURCE and TARGET, got ${plural(positionals.length, "argument")}`);
  }
  const [mode, ...more] = modes.filter((name) => values[name]);
  if (more.length > 0) throw misuse(`--${mode} and --${more[0]} are two different things; choose one`);
  if (values.repair && mode !== "deep") throw misuse("--repair goes with --deep");
  if (values.refs !== undefined && mode === "deep")
    throw misuse("--deep looks at every ref; leave --refs out");
  const command: Command = {
    source: parseAddress(positionals[0], "SOURCE"),
    target: parseAddress(positionals[1], "TARGET"),
    scope: values.refs === undefined ? undefined : parseScope(values.refs),
    json: values.json === true,
    repair: values.repair === true,
    signal: interrupted(),
  };
  await refuseSameArn(command.source.codeCommit, command.target.codeCommit, command.signal);
  if (mode === undefined) await replicateCommand(command);
  else if (mode === "deep") await deepCommand(command);
  else if (!(await compareCommand(command)) && mode === "check") process.exitCode = 1;
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

function misuse(problem: string): ReplicationError {
  return new ReplicationError("usage", `${problem}\n\n${usage}`);
}

/** Of what parseArgs throws. */
function isMisuse(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

async function run(): Promise<void> {
  // The AWS SDK would say on Node 20 that versions to come need a newer one; the lock file keeps this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const args = process.argv.slice(2);
  try {
    await main(args);
  } catch (error) {
    const known = error instanceof ReplicationError;
    const transient = known && error.transient;
    const code = known ? error.code : isMisuse(error) ? "usage" : "bug";
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
