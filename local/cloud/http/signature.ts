import { createHash, createHmac } from "node:crypto";

/** How long a signature counts, before and after its time. */
const signatureLifetimeMs = 15 * 60 * 1000;

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * AWS's signature, version 4, of a canonical request.
 *
 * @param time `YYYYMMDDTHHMMSS`, with or without the Z, as the service has it in the string to sign.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function signature(
  secretAccessKey: string,
  scope: { readonly time: string; readonly region: string; readonly service: string },
  canonicalRequest: string,
): string {
  const { time, region, service } = scope;
  const day = time.slice(0, 8);
  const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const credentialScope = `${day}/${region}/${service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${credentialScope}\n${sha256(canonicalRequest)}`;
  return hmac(key, toSign).toString("hex");
}

/** Reads `20171224T115320Z`, as milliseconds since 1970; NaN when it is no time. */
function parseTime(time: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  return year === undefined ? NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Whether a signature of that time counts now, or does not any more, or not yet. What is no time has expired. */
export function freshness(time: string): "fresh" | "expired" | "early" {
  const age = Date.now() - parseTime(time);
  if (age < -signatureLifetimeMs) return "early";
  // A time that cannot be read is NaN, and no comparison with it holds.
  return age <= signatureLifetimeMs ? "fresh" : "expired";
}
