import { codeCommitRepository, type CodeCommitRepository } from "./codeCommit";
import type { Remote } from "./git/connection";
import { withoutCredentials } from "./git/withoutCredentials";
import { ReplicationError } from "./replicationError";

/** One side of a replication, as somebody typed it. */
export interface Side {
  readonly remote: Remote;
  readonly codeCommit?: CodeCommitRepository;
}

/**
 * Reads https://user:password@host/path or codecommit::REGION://[PROFILE@]NAME.
 *
 * @param role What the address is called in messages when it cannot be shown.
 * @throws ReplicationError `usage`, without any password.
 */
export function parseAddress(text: string, role: "SOURCE" | "TARGET"): Side {
  const address = /^codecommit:(?::([\w-]+):)?\/\/(?:([^@/]+)@)?([^@/]+)$/.exec(text);
  if (address !== null) {
    const [, given, profile, name] = address as unknown as [string, ...(string | undefined)[]];
    const region = given ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    if (region === undefined) {
      throw new ReplicationError(
        "usage",
        `${text} names no region: write codecommit::REGION://${name ?? "NAME"}`,
      );
    }
    const codeCommit = codeCommitRepository({ region, profile, name: name ?? "" }, process.env);
    return { remote: codeCommit.remote, codeCommit };
  }
  // Not shown when it may hold a password that cannot be told from the rest, as in user:password@host:path.
  const shown = /@(?!.*\/\/)/.test(withoutCredentials(text)) ? role : withoutCredentials(text);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ReplicationError("usage", `${shown} is neither an http(s) nor a codecommit URL; see --help`);
  }
  const url = new URL(text);
  if (url.search !== "" || url.hash !== "") {
    throw new ReplicationError(
      "usage",
      `${role} has a query or a fragment, which git URLs have not; a token goes into https://user:token@host/path`,
    );
  }
  const [username, password] = [url.username, url.password].map((part) => decoded(part, role));
  url.username = "";
  url.password = "";
  const anonymous = username === "" && password === "";
  return {
    remote: {
      url: url.href,
      credentials: anonymous ? undefined : () => Promise.resolve({ username, password }),
    },
  };
}

function decoded(part: string, role: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ReplicationError(
      "usage",
      `the credentials of ${role} hold a % that begins no escape; write %25 for it`,
    );
  }
}
