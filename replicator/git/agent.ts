import * as http from "node:http";
import * as https from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { ReplicationError } from "../replicationError";
import { withoutCredentials } from "./withoutCredentials";

/**
 * How many bytes of a body may wait for the socket, and of an answer for its reader. With Node's default (16 KiB, since
 * version 22 64 KiB) each packet of a pack, 64 KiB at the most, would wait for the one before: a system call and a turn
 * of the event loop each.
 */
const highWaterMark = 128 * 1024;

/** Agents hand their options on to each socket they open. */
const socketOptions = { keepAlive: true, highWaterMark };

/**
 * The proxy between here and a URL: HTTPS_PROXY or HTTP_PROXY by its scheme, else ALL_PROXY, unless NO_PROXY has the
 * host. Never for this machine itself: a proxy's 127.0.0.1 would be another one.
 *
 * @throws ReplicationError `environment` for a proxy of another kind
 */
export function proxyFor(url: URL): URL | undefined {
  if (/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) return undefined;
  const text = getProxyForUrl(url.href);
  if (text === "") return undefined;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && /^https?:$/.test(proxy.protocol) && proxy.hostname !== "") return proxy;
  const variable = `${url.protocol.slice(0, -1).toUpperCase()}_PROXY`;
  throw new ReplicationError(
    "environment",
    `${variable} or ALL_PROXY is ${withoutCredentials(text)}: only http and https proxies are used; ` +
      `write http://host:port, or name ${url.hostname} in NO_PROXY`,
  );
}

/** Keeps connections to a URL's host, through its proxy if it has one. */
export function agentFor(url: URL): http.Agent {
  const proxy = proxyFor(url);
  if (url.protocol === "https:") {
    return proxy === undefined ? new https.Agent(socketOptions) : new HttpsProxyAgent(proxy, socketOptions);
  }
  return proxy === undefined ? new http.Agent(socketOptions) : new HttpProxyAgent(proxy, socketOptions);
}
