import { parseArgs } from "node:util";
import { parseAddress, type Side } from "./address";
import { Connection } from "./git/connection";
import { listRefs } from "./git/listRefs";
import { replicate } from "./replicate";
import { messageOf, ReplicationError } from "./replicationError";
import type { ReplicationReport } from "./report";

const usage = `Makes the branches and tags of TARGET equal to those of SOURCE.

  npm run replicate -- SOURCE TARGET [--json]

SOURCE and TARGET are https://user:password@host/path, http://… or codecommit::REGION://[PROFILE@]NAME.
Branches and tags that SOURCE does not have are deleted from TARGET. Branches under archive/ are neither
copied nor deleted: there a copy keeps its backups.

  --json   print the report as JSON on stdout
  --help   print this

Exit code: 0 both sides were seen equal, 1 trying again may help, 2 somebody has to act.`;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  if (positionals.length !== 2) {
    throw new ReplicationError(
      "usage",
      `expected SOURCE and TARGET, got ${plural(positionals.length, "argument")}\n\n${usage}`,
    );
  }
  const source = parseAddress(positionals[0], "SOURCE");
  const target = parseAddress(positionals[1], "TARGET");
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.once(name, () => {
      stop.abort();
    });
  }
  const { codeCommit } = target;
  // Together with the replication: they hardly ever differ, and a look at them afterwards costs two round trips.
  const heads = codeCommit === undefined ? settled(defaultBranches(source, target, stop.signal)) : undefined;
  const report = await replicate(source.remote, target.remote, {
    signal: stop.signal,
    defaultBranch: codeCommit && {
      source: source.codeCommit?.defaultBranch,
      target: codeCommit.defaultBranch,
      set: codeCommit.setDefaultBranch,
    },
  });
  if (report.leftOut > 0) {
    console.error(`note: branches of the source under archive/ were not copied: ${report.leftOut}`);
  }
  if (report.unusablePacks > 0) {
    console.error(
      `note: the target could not use ${plural(report.unusablePacks, "pack")}: it may have lost objects; ` +
        "run git fsck --full there",
    );
  }
  if (heads !== undefined)
    await compareDefaultBranches(await heads, () => defaultBranches(source, target, stop.signal));
  console.log(values.json ? JSON.stringify(report) : describe(report));
}

interface Heads {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
}

/** Over HTTP alone a default branch can be read, from servers that advertise it, but not set. */
async function defaultBranches(source: Side, target: Side, signal: AbortSignal): Promise<Heads> {
  const advertised = async (
    role: "source" | "target",
    { remote, codeCommit }: Side,
  ): Promise<string | undefined> => {
    if (codeCommit !== undefined) return await codeCommit.defaultBranch(signal);
    const connection = new Connection(role, remote, { signal });
    try {
      return (await listRefs(connection, "git-upload-pack")).defaultBranch;
    } finally {
      connection.close();
    }
  };
  const [wanted, actual] = await Promise.all([advertised("source", source), advertised("target", target)]);
  return { source: wanted, target: actual };
}

async function compareDefaultBranches(before: Heads | Error, again: () => Promise<Heads>): Promise<void> {
  const equal = (heads: Heads | Error) => !(heads instanceof Error) && heads.source === heads.target;
  const heads = equal(before) ? before : await settled(again());
  if (heads instanceof Error) {
    console.error(`note: the default branches were not compared: ${heads.message}`);
  } else if (!equal(heads) && heads.source !== undefined && heads.target !== undefined) {
    console.error(
      `note: the default branch is ${heads.source} on the source and ${heads.target} on the target; set it there`,
    );
  }
}

function settled<T>(promise: Promise<T>): Promise<T | Error> {
  return promise.catch((error: unknown) => (error instanceof Error ? error : new Error(messageOf(error))));
}

function describe({
  passes,
  created,
  updated,
  deleted,
  bytesIn,
  bytesOut,
  milliseconds,
}: ReplicationReport): string {
  return (
    `equal after ${plural(passes, "look")}: ${created.length} created, ${updated.length} updated, ` +
    `${deleted.length} deleted; ${bytesIn} bytes in, ${bytesOut} bytes out, ${milliseconds} ms`
  );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

async function run(): Promise<void> {
  const args = process.argv.slice(2);
  try {
    await main(args);
  } catch (error) {
    const known = error instanceof ReplicationError;
    const transient = known && error.transient;
    const code = known ? error.code : "usage";
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
