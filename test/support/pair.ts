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

export async function pair(context: Mocha.Context, codeCommit = false): Promise<Pair> {
  const servers = {
    source: await GitServer.start(context, { codeCommit }),
    target: await GitServer.start(context, { codeCommit }),
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
