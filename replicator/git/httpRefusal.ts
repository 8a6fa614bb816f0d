import type { IncomingMessage } from "node:http";
import { ReplicationError } from "../replicationError";
import { withoutCredentials } from "./withoutCredentials";

export interface Circumstances {
  /** What answered, as the beginning of a sentence. */
  readonly subject: string;
  /** What its credentials must allow. */
  readonly right: string;
  readonly accept: string;
  /** True if no credentials were sent. */
  readonly anonymous: boolean;
  /** What the server wrote besides. */
  readonly detail: string;
}

/**
 * What an answer means that is not the expected one.
 *
 */
export function httpRefusal(
  response: IncomingMessage,
  { subject, right, accept, anonymous, detail }: Circumstances,
): ReplicationError {
  const status = response.statusCode ?? 0;
  const text = withoutCredentials(detail).replace(/\s+/g, " ").trim().slice(0, 300);
  const said = text === "" ? "" : ` (${text})`;
  if (status >= 300 && status < 400) {
    // Without the query, which may hold a token, and without what a git client adds to the URL it was given.
    const location = withoutCredentials(response.headers.location ?? "nowhere")
      .replace(/[?#].*/s, "")
      .replace(/\/(info\/refs|git-(upload|receive)-pack)$/, "");
    return new ReplicationError("redirected", `${subject} redirects to ${location}; use that URL instead`);
  }
  if (status === 407) {
    return new ReplicationError(
      "environment",
      `${subject} answers 407${said}: write the proxy's user and password into HTTPS_PROXY or HTTP_PROXY, ` +
        "http://user:password@host:port",
    );
  }
  if (status === 401 || status === 403) {
    const check = anonymous
      ? "no credentials were sent; write them into the URL, or have git's credential helpers or GIT_ASKPASS give them, " +
        `with the right to ${right}`
      : `check the credentials and the right to ${right}`;
    return new ReplicationError("access-denied", `${subject} answers ${status}${said}: ${check}`);
  }
  if (status === 404) {
    return new ReplicationError("not-found", `${subject} does not exist (404)${said}: check the URL`);
  }
  if (status === 413) {
    return new ReplicationError("too-large", `${subject} answers 413${said}: that was too much at once`);
  }
  if (status === 408 || status === 429 || status >= 500) {
    return new ReplicationError("unavailable", `${subject} answers ${status}${said}; try again later`);
  }
  if (status === 200) {
    const { "content-type": type = "no content type", "content-encoding": encoding = "identity" } =
      response.headers;
    return new ReplicationError(
      "protocol",
      `${subject} answers ${type} (${encoding}) instead of ${accept}: is it a git repository?`,
    );
  }
  return new ReplicationError("http-status", `${subject} answers ${status}${said}`);
}
