import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as net from "node:net";
import path from "node:path";
import * as tls from "node:tls";
import { cleanUps, type Lifetime } from "./git";

const fixture = (name: string): string => path.join(__dirname, "../fixtures/tls", name);

/** An authority that nobody knows, and a certificate of git.example, localhost and 127.0.0.1: both are one. */
export const certificateFile = fixture("certificate.pem");

/** Speaks TLS on a free port of 127.0.0.1 in front of a server that does not; gives the port. */
export async function startTls(context: Lifetime, origin: string): Promise<number> {
  const behind = Number(new URL(origin).port);
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): net.Socket => {
    sockets.add(socket);
    return socket.on("error", () => socket.destroy());
  };
  const server = tls.createServer(
    { cert: readFileSync(certificateFile), key: readFileSync(fixture("key.pem")) },
    (socket) => {
      const upstream = keep(net.connect(behind, "127.0.0.1"));
      keep(socket).pipe(upstream).pipe(socket);
    },
  );
  server.on("tlsClientError", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUps(context).push(async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), "close");
  });
  return (server.address() as net.AddressInfo).port;
}
