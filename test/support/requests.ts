import type { Exchange } from "./exchange";

export function isList({ method }: Exchange): boolean {
  return method === "GET";
}

/** In protocol version 2 a list is asked for in the same way, so that this is true of it too. */
export function isFetch({ method, service }: Exchange): boolean {
  return method === "POST" && service === "git-upload-pack";
}

export function isPush({ method, service }: Exchange): boolean {
  return method === "POST" && service === "git-receive-pack";
}

/** True of a request for objects, in any version of the protocol. */
export function wantsObjects(exchange: Exchange): boolean {
  return isFetch(exchange) && exchange.body.includes("want ");
}

/** True of whatever lists refs, in any version of the protocol. */
export function listsRefs(exchange: Exchange): boolean {
  return isList(exchange) || (isFetch(exchange) && exchange.body.includes("command=ls-refs"));
}
