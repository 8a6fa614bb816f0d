import type * as http from "node:http";

/** One request as the server saw it. */
export interface Exchange {
  readonly method: string;
  readonly service: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The request's body; of a push that was streamed to git only its length (`bytes`). */
  body: Buffer;
  bytes: number;
  /** True once the request has ended as it should. */
  complete: boolean;
  /** Resets the connection. */
  readonly reset: () => void;
}
