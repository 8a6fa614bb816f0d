import { ReplicationError } from "./replicationError";

/** @throws ReplicationError `same-repository` if both URLs lead to one repository. */
export function refuseSameRepository(source: string, target: string): void {
  if (canonical(source) === canonical(target)) {
    throw new ReplicationError(
      "same-repository",
      "source and target are the same repository; name two different ones",
    );
  }
}

function canonical(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}
