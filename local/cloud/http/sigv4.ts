import type { IncomingMessage } from "node:http";
import { AwsError } from "../awsError";
import type { Identity } from "../iam/identity";
import { equal, type Sts } from "../sts";
import { freshness, sha256, signature } from "./signature";

/**
 * Identifies the caller of an API by the Authorization header of AWS's signature, version 4.
 *
 * @throws {AwsError} MissingAuthenticationTokenException, UnrecognizedClientException, InvalidSignatureException or
 *   ExpiredTokenException.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function identify(
  sts: Sts,
  request: IncomingMessage,
  body: Buffer,
  scope: { readonly region: string; readonly service: string },
): Identity {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (match === null)
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
  const [, accessKeyId = "", day = "", region, service, signedHeaders = "", given = ""] = match;
  if (region !== scope.region || service !== scope.service) {
    throw new AwsError(
      "InvalidSignatureException",
      `Credential should be scoped to ${scope.region} and ${scope.service}, not ${region} and ${service}`,
      403,
    );
  }
  const header = (name: string) => [request.headers[name] ?? ""].flat().join(",").trim().replace(/ +/g, " ");
  const time = header("x-amz-date");
  const token = header("x-amz-security-token");
  const owner = sts.ownerOf(accessKeyId, token === "" ? undefined : token);
  if (owner === "expired") {
    throw new AwsError("ExpiredTokenException", "The security token included in the request is expired", 403);
  }
  if (owner === undefined) {
    throw new AwsError(
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
      403,
    );
  }
  const names = signedHeaders.split(";");
  const url = new URL(request.url ?? "/", "http://localhost");
  const canonical = [
    request.method ?? "",
    url.pathname,
    canonicalQuery(url.searchParams),
    ...names.map((name) => `${name}:${header(name)}`),
    "",
    signedHeaders,
    sha256(body),
  ].join("\n");
  const expected = signature(owner.secretAccessKey, { time, ...scope }, canonical);
  // What a signature does not cover, anybody on its way could change: the operation, for one.
  const meaningful = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"));
  if (!["host", ...meaningful].every((name) => names.includes(name)) || !equal(given, expected)) {
    throw new AwsError(
      "InvalidSignatureException",
      "The request signature we calculated does not match.",
      403,
    );
  }
  const fresh = time.startsWith(day) ? freshness(time) : "expired";
  if (fresh !== "fresh") {
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const reason =
      fresh === "early"
        ? `Signature not yet current: ${time} is still later than ${now}`
        : `Signature expired: ${time} is now earlier than ${now}`;
    throw new AwsError("InvalidSignatureException", `${reason} by more than 15 minutes`, 403);
  }
  return owner.identity;
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
}
