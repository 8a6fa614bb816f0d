import type { CodeCommitRepository } from "./codeCommit";
import type { Remote } from "./git/connection";
import { ReplicationError } from "./replicationError";

/** @throws ReplicationError `same-repository` if both lead to one repository, as far as addresses tell. */
export function refuseSameRepository(source: Remote, target: Remote): void {
  if (canonical(source.url) === canonical(target.url) && source.account === target.account) throw same();
}

/**
 * What addresses do not tell: two profiles may lead to one account.
 *
 * @throws ReplicationError `same-repository` if they lead to one repository. Whoever may not ask gets no answer: to
 *   replicate a repository to itself changes nothing.
 */
export async function refuseSameArn(
  source: CodeCommitRepository | undefined,
  target: CodeCommitRepository | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (source === undefined || target === undefined) return;
  refuseSameRepository(source.remote, target.remote);
  if (source.remote.url !== target.remote.url) return;
  const [one, other] = await Promise.all(
    [source, target].map((side) =>
      side.arn(signal).catch((error: unknown) => {
        if (error instanceof ReplicationError && error.code === "access-denied") return undefined;
        throw error;
      }),
    ),
  );
  if (one !== undefined && one === other) throw same();
}

function same(): ReplicationError {
  const message = "source and target are the same repository; name two different ones";
  return new ReplicationError("same-repository", message);
}

function canonical(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}
