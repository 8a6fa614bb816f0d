import { isDeepStrictEqual } from "node:util";
import { ReplicationError } from "../replicationError";
import type { Credentials } from "./credentials";

/**
 * Where credentials come from; undefined: there are none. `refused` says that the server did not take the last ones: what was kept from before is
 * then of no use.
 */
export type Ask = (refused?: boolean) => Promise<Credentials | undefined>;

/**
 * Requests that prove who asks: each with credentials asked for anew, and once more with newer ones where a server
 * refuses. Signatures grow old, and role sessions end, between one request and the next.
 */
export class Authorised {
  private streamRefused = false;

  /** @param ask Absent: anonymous, and refused for good. */
  constructor(private readonly ask?: Ask) {}

  /**
   * @param repeatable False if the body is a stream, which is gone when it was refused. Whoever made it is told to make it
   *   again, as a transient error, the first time.
   */
  async request<T>(repeatable: boolean, send: (credentials?: Credentials) => Promise<T>): Promise<T> {
    const credentials = await this.ask?.();
    try {
      return await send(credentials);
    } catch (error) {
      if (!(error instanceof ReplicationError) || error.code !== "access-denied") throw error;
      const anew = await this.ask?.(true);
      if (isDeepStrictEqual(anew, credentials)) throw error;
      if (repeatable) return await send(anew);
      if (this.streamRefused) throw error;
      this.streamRefused = true;
      throw new ReplicationError("unavailable", `${error.message}; or try again with a new signature`, {
        cause: error,
      });
    }
  }
}
