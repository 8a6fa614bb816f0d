import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import { cleanUps, type Lifetime } from "./git";

export interface ForwardProxy {
  readonly url: string;
  /** What was asked for: `CONNECT git.example:443`, `GET http://git.example/a/info/refs?…`. */
  readonly requests: string[];
}

/**
 * A proxy as companies have it, RFC 9110: CONNECT for TLS, whole URLs for the rest. It alone knows the hosts.
 *
 * @param ports By host name, on 127.0.0.1.
 * @param credentials user:password that it asks for
 */
export async function startForwardProxy(
  context: Lifetime,
  ports: Readonly<Record<string, number>>,
  credentials?: string,
): Promise<ForwardProxy> {
  const requests: string[] = [];
  const known = ({ headers }: http.IncomingMessage): boolean =>
    credentials === undefined ||
    headers["proxy-authorization"] === `Basic ${Buffer.from(credentials).toString("base64")}`;
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (!known(request)) {
      response.writeHead(407, { "Proxy-Authenticate": "Basic" }).end();
      return;
    }
    const { hostname, pathname, search } = new URL(request.url ?? "/");
    const upstream = http.request(
      {
        ...{ host: "127.0.0.1", port: ports[hostname], path: `${pathname}${search}`, agent: false },
        ...{ method: request.method, headers: request.headers },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  });
  const sockets = new Set<net.Socket>();
  server.on("connect", (request: http.IncomingMessage, client: net.Socket) => {
    requests.push(`CONNECT ${request.url}`);
    if (!known(request)) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const upstream = net.connect(ports[(request.url ?? "").split(":")[0]], "127.0.0.1");
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => socket.destroy()));
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.pipe(upstream).pipe(client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUps(context).push(async () => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    await once(server.close(), "close");
  });
  return { url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, requests };
}
