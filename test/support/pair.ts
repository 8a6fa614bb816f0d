import { expect } from "chai";
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

export async function expectEqual({ source, target }: Pair): Promise<void> {
  expect(await target.refs()).to.deep.equal(await source.refs());
  await target.fsck();
}
