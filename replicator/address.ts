import { codeCommitRepository, type CodeCommitRepository } from "./codeCommit";
import type { Remote } from "./git/connection";
import { gitCredentials } from "./gitCredentials";
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
    if (/^https?:\/\/[^@]*[/?#][^@]*@/.test(text)) throw unescaped(role);
    throw new ReplicationError("usage", `${shown} is neither an http(s) nor a codecommit URL; see --help`);
  }
  const url = new URL(text);
  if (url.search !== "" || url.hash !== "") {
    if (`${url.search}${url.hash}`.includes("@")) throw unescaped(role);
    throw new ReplicationError(
      "usage",
      `${role} has a query or a fragment, which git URLs have not; a token goes into https://user:token@host/path`,
    );
  }
  const [username, password] = [url.username, url.password].map((part) => decoded(part, role));
  url.username = "";
  url.password = "";
  const given = username === "" && password === "" ? undefined : { username, password };
  return {
    remote: {
      url: url.href,
      ...(isCodeCommit(url) ? { account: accountOf(username) } : {}),
      credentials: password === "" ? gitCredentials(url, given) : () => Promise.resolve(given),
    },
  };
}

/** Source: AWS general reference, "CodeCommit endpoints": FIPS ones, and those of VPCs, are called similarly. */
function isCodeCommit({ hostname }: URL): boolean {
  return /(^|\.)git-codecommit(-fips)?\./.test(hostname);
}

/** Of a git user of CodeCommit, which is called NAME-at-ACCOUNT; anybody else stands for an account of their own. */
function accountOf(username: string): string {
  return /-at-(\d{12})$/.exec(username)?.[1] ?? username;
}

function unescaped(role: string): ReplicationError {
  return new ReplicationError(
    "usage",
    `the user or password of ${role} has a character that ends a URL's credentials: percent-encode it there, ` +
      "/ as %2F, ? as %3F, # as %23; or leave the password out, and git's credential helpers or GIT_ASKPASS are asked",
  );
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
