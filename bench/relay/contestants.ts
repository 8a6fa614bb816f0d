import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Remote } from "../../replicator/git/connection";
import { replicate } from "../../replicator/replicate";
import { parseAddress } from "../../replicator/address";
import { measure, type Measured } from "./meter";
import { diskMegabytes } from "./disk";
import { password, user } from "./environment";

const run = promisify(execFile);

/** Where one contestant copies from and to. */
export interface Course {
  readonly source: string;
  readonly target: string;
  /** A clone that has the newest commit of the source and pushes it to the target: what nobody can beat. */
  readonly writer: string;
  /** A mirror of the source, kept on disk between pushes. */
  readonly mirror: string;
  /** The replicator's command line as it is deployed: one file. */
  readonly cli: string;
}

export interface Run extends Measured {
  /** What it needed on disk, in megabytes. */
  readonly disk: number;
}

export interface Contestant {
  readonly name: string;
  /** Whether it takes part when a target is empty: the others would only do the same once more. Default: false. */
  readonly seeds?: boolean;
  readonly run: (course: Course) => Promise<Run>;
}

const refspecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

/** In the order of the table; the first is the measure of the others. */
const ours: readonly Contestant[] = [
  {
    name: "direct push",
    seeds: true,
    run: async ({ writer, target }) => ({
      ...(await measure("git", ["push", "--quiet", target, ...refspecs], { cwd: writer })),
      disk: 0,
    }),
  },
  {
    name: "relay in process",
    seeds: true,
    run: async ({ source, target }) => {
      const started = performance.now();
      await replicate(remote(source), remote(target));
      return { milliseconds: performance.now() - started, rss: undefined, disk: 0 };
    },
  },
  {
    name: "relay",
    seeds: true,
    run: async ({ source, target, cli }) => ({
      ...(await measure(process.execPath, [cli, source, target])),
      disk: 0,
    }),
  },
  {
    name: "kept mirror",
    run: async ({ source, target, mirror }) => {
      const fetched = await measure("git", ["fetch", "--quiet", "--prune", source, ...refspecs], {
        cwd: mirror,
      });
      const pushed = await measure("git", ["push", "--quiet", "--prune", target, ...refspecs], {
        cwd: mirror,
      });
      return { ...both(fetched, pushed), disk: await diskMegabytes(mirror) };
    },
  },
  {
    name: "clone and mirror",
    run: async ({ source, target }) => {
      const directory = await mkdtemp(path.join(tmpdir(), "bench-clone-"));
      try {
        const cloned = await measure("git", ["clone", "--quiet", "--mirror", source, directory]);
        const pushed = await measure("git", ["push", "--quiet", "--mirror", target], { cwd: directory });
        return { ...both(cloned, pushed), disk: await diskMegabytes(directory) };
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  },
];

/** Another relay of packs: https://github.com/entireio/git-sync. Its `replicate` makes a target equal, as ours does. */
const gitSync: Contestant = {
  name: "git-sync",
  seeds: true,
  run: async ({ source, target }) => ({
    ...(await measure("git-sync", [
      ...["replicate", "--tags", "--prune"],
      ...["source", "target"].flatMap((side) => [`--${side}-username`, user, `--${side}-token`, password]),
      ...[source, target].map(withoutUser),
    ])),
    disk: 0,
  }),
};

/** All that can run here. Kubernetes has a program of the same name, which cannot replicate. */
export async function contestants(): Promise<readonly Contestant[]> {
  const help = await run("git-sync", ["replicate", "--help"]).catch(() => ({ stdout: "" }));
  if (help.stdout.includes("--target-username")) return [...ours, gitSync];
  console.log("git-sync (https://github.com/entireio/git-sync) is not on the PATH: it is not measured");
  return ours;
}

function withoutUser(url: string): string {
  const bare = new URL(url);
  bare.username = bare.password = "";
  return bare.href;
}

function remote(url: string): Remote {
  return parseAddress(url, "TARGET").remote;
}

function both(first: Measured, second: Measured): Measured {
  return {
    milliseconds: first.milliseconds + second.milliseconds,
    rss: first.rss === undefined || second.rss === undefined ? undefined : Math.max(first.rss, second.rss),
  };
}
