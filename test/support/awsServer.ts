import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { cleanUps, type Lifetime } from "./git";

export interface ApiCall {
  /** For example `RunTask`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ApiAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** A server of AWS's JSON protocol; anything but a POST is answered as task credentials. */
export async function startAwsServer(
  context: Lifetime,
  answer: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>,
): Promise<{ readonly url: string; readonly calls: ApiCall[] }> {
  const calls: ApiCall[] = [];
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== "POST") {
      const known = request.headers.authorization === "task-token";
      response.writeHead(known ? 200 : 403, { "Content-Type": "application/json" });
      response.end(known ? JSON.stringify(taskCredentials) : "{}");
      return;
    }
    const operation = String(request.headers["x-amz-target"]).split(".")[1];
    const input = JSON.parse(Buffer.concat(chunks).toString()) as ApiCall["input"];
    calls.push({ operation, input });
    const { status = 200, body } = await answer({ operation, input });
    response.writeHead(status, { "Content-Type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  };
  const server = http.createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps(context).push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** What the credentials endpoint of a task answers. */
export const taskCredentials = {
  AccessKeyId: "ASIATASK",
  SecretAccessKey: "task-secret",
  Token: "task/session+token=",
  Expiration: "2099-01-01T00:00:00Z",
};
