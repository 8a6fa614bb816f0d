import { signature } from "../http/signature";

export interface GitRequest {
  readonly region: string;
  /** The host without its port. */
  readonly host: string;
  /** `/v1/repos/<name>`. */
  readonly path: string;
}

/**
 * The password of a signed git URL, as git-remote-codecommit makes it: method "GIT", no query, and an empty line
 * where the hash of the payload would stand. The time is signed without its Z.
 *
 * @param time `YYYYMMDDTHHMMSS`, UTC.
 * @example signedPassword(secret, { region, host: "127.0.0.1", path: "/v1/repos/a" }, "20171224T115320")
 * @see https://github.com/aws/git-remote-codecommit
 */
export function signedPassword(secretAccessKey: string, request: GitRequest, time: string): string {
  const { region, host, path } = request;
  const canonical = `GIT\n${path}\n\nhost:${host}\n\nhost\n`;
  return `${time}Z${signature(secretAccessKey, { time, region, service: "codecommit" }, canonical)}`;
}
