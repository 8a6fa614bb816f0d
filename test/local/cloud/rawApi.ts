import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { sha256, signature } from "../../../local/cloud/http/signature";
import type { Keys } from "./stsClient";
import { primary, type Workbench } from "./workbench";

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The code of an error of the JSON protocol; "" when there is none. */
export function codeOf({ text }: Answer): string {
  const { __type: code = "" } = JSON.parse(text) as { __type?: string };
  return code;
}

/** Sends a request exactly as written: clients would tidy up its path and its body. */
export async function send(
  bench: Workbench,
  {
    path = "/",
    method = "POST",
    headers = {},
    body = "",
  }: { path?: string; method?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Answer> {
  const { hostname, port } = new URL(bench.cloud.endpoint(primary));
  const sent = request({ hostname, port, path, method, headers });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** Asks an API of the JSON protocol, with a signature of now or of another time. */
export function ask(
  bench: Workbench,
  keys: Keys,
  target: string,
  body: string | Buffer,
  { service = "codecommit", ageMs = 0 }: { service?: string; ageMs?: number } = {},
): Promise<Answer> {
  const time = new Date(Date.now() - ageMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const signed: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host: new URL(bench.cloud.endpoint(primary)).host,
    "x-amz-date": time,
    ...(keys.sessionToken !== undefined && { "x-amz-security-token": keys.sessionToken }),
    "x-amz-target": target,
  };
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]}`);
  const hash = sha256(body);
  const canonical = ["POST", "/", "", ...lines, "", names.join(";"), hash].join("\n");
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${time.slice(0, 8)}/${primary}/${service}/aws4_request, ` +
    `SignedHeaders=${names.join(";")}, ` +
    `Signature=${signature(keys.secretAccessKey, { time, region: primary, service }, canonical)}`;
  return send(bench, { headers: { ...signed, authorization }, body });
}

/** Asks CodeCommit. */
export function codeCommit(bench: Workbench, keys: Keys, operation: string, input: unknown): Promise<Answer> {
  return ask(bench, keys, `CodeCommit_20150413.${operation}`, JSON.stringify(input));
}
