import type { Side } from "../address";
import type { DefaultBranch } from "../defaultBranch";
import { Connection } from "../git/connection";
import { listRefs } from "../git/listRefs";
import { messageOf } from "../replicationError";

export interface Heads {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
}

/** How the default branches are kept equal, which only the API of CodeCommit can do. */
export function defaultBranchOf(source: Side, target: Side): DefaultBranch | undefined {
  const { codeCommit } = target;
  return (
    codeCommit && {
      source: source.codeCommit?.defaultBranch,
      target: codeCommit.defaultBranch,
      set: codeCommit.setDefaultBranch,
    }
  );
}

/** Over HTTP alone a default branch can be read, from servers that advertise it, but not set. */
export async function defaultBranches(source: Side, target: Side, signal: AbortSignal): Promise<Heads> {
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

export async function compareDefaultBranches(
  before: Heads | Error,
  again: () => Promise<Heads>,
): Promise<void> {
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

export function settled<T>(promise: Promise<T>): Promise<T | Error> {
  return promise.catch((error: unknown) => (error instanceof Error ? error : new Error(messageOf(error))));
}
