import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { cleanUps } from "./git";

/** A proxy of old: it answers in HTTP/1.0, so an answer has no length and ends with its connection. */
export async function startOldProxy(
  context: Mocha.Context,
  origin: string,
  /** How much of an answer's body it lets through. */
  throughput: (request: http.IncomingMessage, body: Buffer) => Buffer = (_request, body) => body,
): Promise<string> {
  const proxy = http.createServer((request, response) => {
    void forward(request, origin)
      .then(({ status, headers, body }) => {
        const head = [`HTTP/1.0 ${status} ${http.STATUS_CODES[status] ?? ""}`, ...headers].join("\r\n");
        response.socket?.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), throughput(request, body)]));
      })
      .catch(() => response.destroy());
  });
  await once(proxy.listen(0, "127.0.0.1"), "listening");
  cleanUps(context).push(async () => {
    proxy.closeAllConnections();
    await once(proxy.close(), "close");
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

async function forward(
  request: http.IncomingMessage,
  origin: string,
): Promise<{ readonly status: number; readonly headers: readonly string[]; readonly body: Buffer }> {
  const headers = { ...request.headers };
  // Of this connection, not of the request.
  delete headers["transfer-encoding"];
  delete headers.connection;
  const upstream = http.request(`${origin}${request.url ?? "/"}`, {
    method: request.method,
    headers,
    agent: false,
  });
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk as Buffer);
  upstream.end(Buffer.concat(body));
  const [answer] = (await once(upstream, "response")) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return {
    status: answer.statusCode ?? 0,
    headers: [`Content-Type: ${answer.headers["content-type"] ?? ""}`],
    body: Buffer.concat(chunks),
  };
}
