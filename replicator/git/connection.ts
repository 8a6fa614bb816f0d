import * as http from "node:http";
import * as https from "node:https";
import { messageOf, ReplicationError } from "../replicationError";
import type { Credentials } from "./credentials";

/** A repository that speaks git's smart HTTP protocol. */
export interface Remote {
  /** Without credentials: it appears in messages. */
  readonly url: string;
  /** Asked before every request, so that a signature is never stale. Absent: anonymous. */
  readonly credentials?: () => Promise<Credentials>;
}

export interface ConnectionOptions {
  /** How long nothing may move, in milliseconds. There is no limit to the whole: packs may be large. */
  readonly idleMilliseconds?: number;
  /** Breaks off every request but a push whose body is complete. */
  readonly signal?: AbortSignal;
}

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Iterable<Buffer> | AsyncIterable<Buffer>;
  /** Do not cancel once the whole body is sent: the server acts on it, so its answer counts. */
  readonly final?: boolean;
}

/**
 * Requests to one repository over kept-alive connections, one role in a replication. Answers are streams
 * that must be read to their very end, else the connection is lost and the next request pays two round trips.
 */
export class Connection {
  /** Bytes of answers' and requests' bodies so far. */
  bytesIn = 0;
  bytesOut = 0;
  private readonly base: URL;
  private readonly agent: http.Agent;

  constructor(
    private readonly role: "source" | "target",
    private readonly remote: Remote,
    private readonly options: ConnectionOptions = {},
  ) {
    this.base = new URL(remote.url);
    const transport = this.base.protocol === "https:" ? https : http;
    this.agent = new transport.Agent({ keepAlive: true });
  }

  /** Gets `<url><path>`. */
  get(path: string, accept: string): Promise<AsyncGenerator<Buffer>> {
    return this.call({ method: "GET", path, accept });
  }

  /** Posts to `<url>/<service>`: with a Content-Length when the body is an array, chunked otherwise. */
  post(
    service: string,
    body: readonly Buffer[] | AsyncIterable<Buffer>,
    final = false,
  ): Promise<AsyncGenerator<Buffer>> {
    const length: Record<string, number> = Array.isArray(body)
      ? { "Content-Length": (body as readonly Buffer[]).reduce((sum, chunk) => sum + chunk.length, 0) }
      : {};
    return this.call({
      method: "POST",
      path: `/${service}`,
      accept: `application/x-${service}-result`,
      headers: { "Content-Type": `application/x-${service}-request`, ...length },
      body,
      final,
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private async call(call: Call): Promise<AsyncGenerator<Buffer>> {
    const { signal, idleMilliseconds = 120_000 } = this.options;
    const credentials = await this.remote.credentials?.();
    if (signal?.aborted) throw this.blame(signal.reason);
    const transport = this.base.protocol === "https:" ? https : http;
    const request = transport.request(this.base.href.replace(/\/$/, "") + call.path, {
      method: call.method,
      agent: this.agent,
      auth: credentials && `${credentials.username}:${credentials.password}`,
      headers: {
        "User-Agent": "git/codecommit-platform-replicator",
        Accept: call.accept,
        ...call.headers,
      },
    });
    let failure: unknown;
    const fail = (error: unknown): void => {
      failure ??= error;
      request.destroy();
    };
    const abort = (): void => {
      fail(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    request.setTimeout(idleMilliseconds, () => {
      fail(new ReplicationError("timeout", `nothing moved for ${idleMilliseconds} ms; try again`));
    });
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.on("error", (error) => {
        failure ??= error;
      });
      request.once("close", () => {
        signal?.removeEventListener("abort", abort);
        reject(this.blame(failure ?? new Error("the connection was closed")));
      });
    });
    // It may fail while the body is still being produced, before anybody awaits it.
    answered.catch(() => undefined);
    let complete: boolean;
    try {
      complete = await write(request, call.body ?? [], (bytes) => (this.bytesOut += bytes));
    } catch (error) {
      // Never end a body whose source failed: what the server has must stay recognisably incomplete.
      fail(error);
      throw error;
    }
    if (complete) request.end();
    if (call.final) signal?.removeEventListener("abort", abort);
    const response = await answered;
    try {
      await this.refuse(response, call.accept);
    } finally {
      if (!complete) request.destroy();
    }
    return this.read(response, () => failure);
  }

  private async *read(
    response: http.IncomingMessage,
    failure: () => unknown,
  ): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        this.bytesIn += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw this.blame(failure() ?? error);
    }
    if (!response.complete) throw this.blame(failure() ?? new Error("the answer was cut"));
  }

  /** Reads what is not a plain answer of the expected type to its end, and says what it means. */
  private async refuse(response: http.IncomingMessage, accept: string): Promise<void> {
    const status = response.statusCode ?? 0;
    const type = (response.headers["content-type"] ?? "").split(";")[0].trim();
    const encoding = response.headers["content-encoding"] ?? "identity";
    if (status === 200 && type === accept && encoding === "identity") return;
    let detail = "";
    for await (const chunk of this.read(response, () => undefined)) {
      if (type === "text/plain" && detail.length < 300) detail += chunk.toString();
    }
    const said = detail === "" ? "" : ` (${withoutCredentials(detail.trim().slice(0, 300))})`;
    if (status >= 300 && status < 400) {
      const location = withoutCredentials(response.headers.location ?? "nowhere");
      throw new ReplicationError("redirected", `${this.name} redirects to ${location}; use that URL instead`);
    }
    if (status === 401 || status === 403) {
      throw new ReplicationError(
        "access-denied",
        `${this.name} answers ${status}${said}: check the credentials and the right to ${
          this.role === "source" ? "pull (codecommit:GitPull)" : "push (codecommit:GitPush)"
        }`,
      );
    }
    if (status === 404) {
      throw new ReplicationError("not-found", `${this.name} does not exist (404)${said}: check the URL`);
    }
    if (status === 408 || status === 429 || status >= 500) {
      throw new ReplicationError("unavailable", `${this.name} answers ${status}${said}; try again later`);
    }
    if (status === 200) {
      throw new ReplicationError(
        "protocol",
        `${this.name} answers ${type || "no content type"} (${encoding}) instead of ${accept}: is it a git repository?`,
      );
    }
    throw new ReplicationError("http-status", `${this.name} answers ${status}${said}`);
  }

  /** The error as one of this replicator's, naming the side it happened on. */
  blame(error: unknown): ReplicationError {
    if (error instanceof ReplicationError) {
      if (error.code === "aborted" || /^(source|target) /.test(error.message)) return error;
      return new ReplicationError(error.code, `${this.name}: ${error.message}`, { cause: error });
    }
    if (this.options.signal?.aborted) {
      return new ReplicationError("aborted", "stopped before both sides were seen equal; run it again");
    }
    const notFound = error instanceof Error && "code" in error && error.code === "ENOTFOUND";
    return new ReplicationError(
      notFound ? "not-found" : "network",
      `${this.name}: ${messageOf(error)}; ${notFound ? "check the host name" : "try again"}`,
      { cause: error },
    );
  }

  private get name(): string {
    return `${this.role} ${withoutCredentials(this.remote.url)}`;
  }
}

/**
 * Writes at the pace of the receiver.
 *
 * @returns false if the receiver closed the connection or refused before it had everything.
 */
async function write(
  request: http.ClientRequest,
  body: Iterable<Buffer> | AsyncIterable<Buffer>,
  count: (bytes: number) => void,
): Promise<boolean> {
  let refused = false;
  request.once("response", (response) => {
    refused = response.statusCode !== 200;
  });
  for await (const chunk of body) {
    if (request.destroyed || refused) return false;
    count(chunk.length);
    if (!request.write(chunk)) await drained(request);
  }
  return true;
}

/** Resolves when more may be written, or when there is nobody left to write to. */
async function drained(request: http.ClientRequest): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      request.off("drain", done).off("close", done).off("response", done);
      resolve();
    };
    request.on("drain", done).on("close", done).on("response", done);
    if (request.destroyed) done();
  });
}

/** Strips user names and passwords from every URL in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, "//");
}
