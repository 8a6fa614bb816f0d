import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { DefaultBranch } from "../../replicator/defaultBranch";
import { replicate, type ReplicateOptions } from "../../replicator/replicate";
import type { ReplicationReport } from "../../replicator/report";
import type { GitRepository } from "./git";
import { GitServer } from "./gitServer";

/** A source and a target, each behind a server of its own. */
export interface Pair {
  readonly servers: { readonly source: GitServer; readonly target: GitServer };
  readonly source: GitRepository;
  readonly target: GitRepository;
  readonly run: (options?: ReplicateOptions) => Promise<ReplicationReport>;
}

/** Which git they speak: stock git's version 0 or 2, or what CodeCommit can. */
export type Dialect = "v0" | "v2" | "codeCommit";

export const dialects: readonly Dialect[] = ["v0", "v2", "codeCommit"];

export async function pair(context: Mocha.Context, dialect: Dialect = "v0"): Promise<Pair> {
  const options = { codeCommit: dialect === "codeCommit", v2: dialect === "v2" };
  const servers = {
    source: await GitServer.start(context, options),
    target: await GitServer.start(context, options),
  };
  const source = await servers.source.repository("a", { bare: false });
  const target = await servers.target.repository("b", { bare: true });
  const run = (options?: ReplicateOptions): Promise<ReplicationReport> =>
    replicate(
      { url: servers.source.url("a") },
      { url: servers.target.url("b") },
      { pauseMilliseconds: 1, confirmMilliseconds: 1, ...options },
    );
  return { servers, source, target, run };
}

export interface Diverged extends Pair {
  /** The target's refs. */
  readonly before: Readonly<Record<string, string>>;
}

/** Two equal sides, then a commit, a new branch and a deleted one on the source. */
export async function diverged(context: Mocha.Context, dialect?: Dialect): Promise<Diverged> {
  const both = await pair(context, dialect);
  const oid = await both.source.commit("a.txt", "one\n");
  const topics = [0, 1, 2, 3, 4].map((index) => [`refs/heads/topic-${index}`, oid]);
  await both.source.updateRefs(Object.fromEntries(topics) as Record<string, string>);
  await both.run();
  const before = await both.target.refs();
  const tip = await both.source.commit("a.txt", randomBytes(2_000).toString("hex"));
  await both.source.updateRefs({ "refs/heads/new": tip, "refs/heads/topic-0": undefined });
  return { ...both, before };
}

/** Fails unless both sides have the same refs and the same sound objects behind them. */
export async function expectEqual({ source, target }: Pair): Promise<void> {
  expect(await target.refs()).to.deep.equal(await source.refs());
  expect(await target.reachable()).to.deep.equal(await source.reachable());
  await target.fsck();
}

/** The default branches of both sides, as an API would have them. */
export function defaultBranchOf({ source, target }: Pick<Pair, "source" | "target">): DefaultBranch {
  const head = async (repository: GitRepository): Promise<string> =>
    (await repository.git("symbolic-ref", "HEAD")).replace("refs/heads/", "");
  return {
    source: () => head(source),
    target: () => head(target),
    set: async (branch) => {
      expect(await target.refs()).to.include.keys(`refs/heads/${branch}`);
      await target.git("symbolic-ref", "HEAD", `refs/heads/${branch}`);
    },
  };
}
