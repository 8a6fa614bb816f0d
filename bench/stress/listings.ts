import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../../test/support/gitServer";
import { isManaged } from "./managed";

type Listing = Readonly<Record<string, string>>;

/** The lists of refs that each replication was given, to know whether it can have seen both sides equal. */
export class Listings {
  private readonly source = new Map<string, Listing[]>();
  private readonly target = new Map<string, Listing>();

  /** @param body Absent if the list did not arrive as a whole. */
  note(relay: string, side: "source" | "target", body: Buffer | undefined): void {
    const listing = body && read(body);
    if (side === "target") {
      if (listing === undefined) this.target.delete(relay);
      else this.target.set(relay, listing);
    } else if (listing !== undefined) {
      this.source.set(relay, [...(this.source.get(relay) ?? []), listing]);
    }
  }

  /** Whether the last list of the copy that a replication was given was one that it was given of the source, too. */
  sawEqual(relay: string): boolean {
    const last = this.target.get(relay);
    return (
      last !== undefined && (this.source.get(relay) ?? []).some((listing) => isDeepStrictEqual(listing, last))
    );
  }
}

/** Whether this answer lists refs: in protocol version 2, the first one does not. */
export function isListing(
  { method, service, body: request }: Exchange,
  side: "source" | "target",
  answer: Buffer,
): boolean {
  if (side === "target") return method === "GET" && service === "git-receive-pack";
  if (method === "POST") return request.includes("command=ls-refs");
  return !answer.subarray(0, 20).includes("version 2");
}

function read(body: Buffer): Listing {
  const lines = body.toString().matchAll(/([0-9a-f]{40}) (refs\/[^\0\n ]+)/g);
  const refs = [...lines].map(([, oid, ref]): [string, string] => [ref, oid]);
  return Object.fromEntries(refs.filter(([ref]) => isManaged(ref) && !ref.endsWith("^{}")));
}
