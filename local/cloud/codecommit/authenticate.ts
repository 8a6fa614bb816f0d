import { dnsSuffix } from "../account";
import { freshness } from "../http/signature";
import { partitionOf } from "../partition";
import type { Identity } from "../iam/identity";
import { equal, type Sts } from "../sts";
import { type GitRequest, signedPassword } from "./gitSignature";

/** Who asks, or the HTTP status and the text that refuse them. */
export type Authentication =
  { readonly identity: Identity } | { readonly status: 401 | 403; readonly message: string };

/**
 * Reads HTTP Basic credentials: the git credentials of an IAM user, or an access key's id with a signed password.
 * A user name with a wrong password is asked for again (401); a signature that does not hold is not (403).
 */
export function authenticate(
  sts: Sts,
  authorization: string | undefined,
  request: GitRequest & { readonly port?: string | undefined },
): Authentication {
  const [, encoded] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return { status: 401, message: "Credentials are needed." };
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  const [userName, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];

  // The session's token follows the key's id after a percent sign.
  const [, accessKeyId, sessionToken] = /^(A[KS]IA[A-Z0-9]+)(?:%(.*))?$/.exec(userName) ?? [];
  if (accessKeyId === undefined) {
    const identity = colon < 0 ? undefined : sts.userOfGitCredential(userName, password);
    return identity === undefined ? { status: 401, message: "Wrong user name or password." } : { identity };
  }
  const owner = sts.ownerOf(accessKeyId, sessionToken);
  if (owner === undefined || owner === "expired") {
    const reason = owner === "expired" ? "The session of" : "The access key or the session token of";
    const end = owner === "expired" ? "has expired" : "is unknown";
    return { status: 403, message: `${reason} ${accessKeyId} ${end}.` };
  }
  if (!isOurs(request)) {
    return { status: 403, message: `${request.host} is no name of CodeCommit in ${request.region}.` };
  }
  const time = password.slice(0, 16);
  // git-remote-codecommit signs what CODE_COMMIT_ENDPOINT says, with its port, and CodeCommit's own name without one.
  const hosts =
    request.port === undefined ? [request.host] : [request.host, `${request.host}:${request.port}`];
  const signed = hosts.map((host) =>
    signedPassword(owner.secretAccessKey, { ...request, host }, time.slice(0, 15)),
  );
  if (!signed.some((expected) => equal(password, expected))) {
    return {
      status: 403,
      message: `The signature of ${accessKeyId} does not match ${request.host}${request.path} in ${request.region}.`,
    };
  }
  const fresh = freshness(time);
  if (fresh !== "fresh") {
    const reason =
      fresh === "early" ? "is of a time that is more than 15 minutes ahead" : "is older than 15 minutes";
    return { status: 403, message: `The signed password ${reason}.` };
  }
  return { identity: owner.identity };
}

/** What was signed for another host, and got into wrong hands there, must not count here under that host's name. */
function isOurs({ host, region }: GitRequest): boolean {
  const suffix = dnsSuffix({ partition: partitionOf(region) });
  return ["127.0.0.1", "localhost", `git-codecommit.${region}.${suffix}`].includes(host.toLowerCase());
}
