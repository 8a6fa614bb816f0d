import { sha256, signature } from "../cloud/http/signature";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Asks STS as the AWS CLI does: a signed form, and an answer in XML.
 *
 * @throws Error with the error's code and message
 */
export async function askSts(
  { endpoint, region }: { readonly endpoint: string; readonly region: string },
  keys: Keys,
  Action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<string> {
  const url = new URL(endpoint);
  const body = new URLSearchParams({ Action, Version: "2011-06-15", ...parameters }).toString();
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const signed: Record<string, string> = {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    host: url.host,
    "x-amz-date": time,
    ...(keys.sessionToken !== undefined && { "x-amz-security-token": keys.sessionToken }),
  };
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]}`);
  const canonical = ["POST", "/", "", ...lines, "", names.join(";"), sha256(body)].join("\n");
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${time.slice(0, 8)}/${region}/sts/aws4_request, ` +
    `SignedHeaders=${names.join(";")}, ` +
    `Signature=${signature(keys.secretAccessKey, { time, region, service: "sts" }, canonical)}`;
  const response = await fetch(url, { method: "POST", body, headers: { ...signed, authorization } });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${element(answer, "Code")}: ${element(answer, "Message")}`);
  return answer;
}

/** The text of an element; empty when there is none. */
export function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}

/** The temporary credentials of an answer. */
export function keysIn(xml: string): Keys & { readonly expiration: Date } {
  return {
    accessKeyId: element(xml, "AccessKeyId"),
    secretAccessKey: element(xml, "SecretAccessKey"),
    sessionToken: element(xml, "SessionToken"),
    expiration: new Date(element(xml, "Expiration")),
  };
}
