import * as http from "node:http";
import * as https from "node:https";
import { messageOf, ReplicationError } from "../replicationError";
import { certificateTrouble } from "../certificateTrouble";
import { agentFor, proxyFor } from "./agent";
import { type Ask, Authorised } from "./authorised";
import type { Credentials } from "./credentials";
import { httpRefusal } from "./httpRefusal";
import { piecesOf } from "./piecesOf";
import { withoutCredentials } from "./withoutCredentials";
import { writeBody } from "./writeBody";

/** gitprotocol-v2, "HTTP Transport". */
const version2 = { "Git-Protocol": "version=2" };

/** How much longer than anything else the report on a push is waited for. */
const reportPatience = 5;

/** A repository that speaks git's smart HTTP protocol. */
export interface Remote {
  /** Without credentials: it appears in messages. */
  readonly url: string;
  /** Asked before every request, so that a signature is never stale. Absent: anonymous. */
  readonly credentials?: Ask;
  /**
   * In which account the repository is, or by whose credentials that is told, where the URL does not say so: CodeCommit
   * has one host for all accounts.
   */
  readonly account?: string;
  /** Do not ask for protocol version 2, even to be told that there is none. CodeCommit speaks version 0. */
  readonly onlyV0?: boolean;
}

export interface ConnectionOptions {
  /**
   * How long nothing may move, in milliseconds; default 120,000. There is no limit to the whole: packs may be
   * large. A push whose pack was sent is given five times as long, since giving up would leave its outcome
   * unknown and could stop the server half-way.
   */
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
  /** Do not cancel from the body's last byte on: the server acts on it, so its answer counts. */
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
  /** What the server can do in protocol version 2, once it has said so. */
  v2?: ReadonlySet<string>;
  private readonly authorised: Authorised;
  private readonly base: URL;
  private readonly agent: http.Agent;
  private readonly proxy: URL | undefined;

  constructor(
    private readonly role: "source" | "target",
    private readonly remote: Remote,
    private readonly options: ConnectionOptions = {},
  ) {
    this.authorised = new Authorised(remote.credentials);
    this.base = new URL(remote.url);
    this.proxy = proxyFor(this.base);
    this.agent = agentFor(this.base);
  }

  /** Gets `<url><path>`; with `v2`, in protocol version 2 if the server has it. */
  get(path: string, accept: string, v2 = false): Promise<AsyncGenerator<Buffer>> {
    const headers = v2 && this.remote.onlyV0 !== true ? version2 : {};
    return this.call({ method: "GET", path, accept, headers });
  }

  /** Posts to `<url>/<service>`: with a Content-Length when the body is an array, chunked otherwise. */
  post(
    service: string,
    body: readonly Buffer[] | AsyncIterable<Buffer>,
    { final = false, v2 = false }: { readonly final?: boolean; readonly v2?: boolean } = {},
  ): Promise<AsyncGenerator<Buffer>> {
    const length: Record<string, number> = Array.isArray(body)
      ? { "Content-Length": (body as readonly Buffer[]).reduce((sum, chunk) => sum + chunk.length, 0) }
      : {};
    return this.call({
      method: "POST",
      path: `/${service}`,
      accept: `application/x-${service}-result`,
      headers: { "Content-Type": `application/x-${service}-request`, ...length, ...(v2 ? version2 : {}) },
      body,
      final,
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private call(call: Call): Promise<AsyncGenerator<Buffer>> {
    const repeatable = call.body === undefined || Array.isArray(call.body);
    return this.authorised.request(repeatable, (credentials) => this.send(call, credentials));
  }

  private async send(call: Call, credentials?: Credentials): Promise<AsyncGenerator<Buffer>> {
    const { signal, idleMilliseconds = 120_000 } = this.options;
    let patience = idleMilliseconds;
    if (signal?.aborted) throw this.blame(signal.reason);
    const transport = this.base.protocol === "https:" ? https : http;
    const request = transport.request(this.base.href.replace(/\/$/, "") + call.path, {
      method: call.method,
      agent: this.agent,
      auth: credentials && `${credentials.username}:${credentials.password}`,
      // As an option it covers looking up the host and connecting, too.
      timeout: patience,
      headers: {
        "User-Agent": "git/codecommit-platform-replicator",
        Accept: call.accept,
        ...call.headers,
      },
    });
    const exchange: Exchange = { request };
    const fail = (error: unknown): void => {
      exchange.broken ??= error;
      request.destroy();
    };
    const abort = (): void => {
      fail(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    request.on("timeout", () => {
      fail(new ReplicationError("timeout", `nothing moved for ${patience} ms; try again`));
    });
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.on("error", (error) => {
        exchange.error ??= error;
      });
      request.once("close", () => {
        signal?.removeEventListener("abort", abort);
        reject(this.blame(reasonOf(exchange) ?? new Error("the connection was closed")));
      });
    });
    // It may fail while the body is still being produced, before anybody awaits it.
    answered.catch(() => undefined);
    let complete: boolean;
    try {
      complete = await writeBody(request, call.body ?? [], {
        onChunk: (bytes) => (this.bytesOut += bytes),
        onLast: () => {
          // A server acts on a body when it has its last byte, whether the request is ended or not.
          if (!call.final) return;
          signal?.removeEventListener("abort", abort);
          patience *= reportPatience;
          request.setTimeout(patience);
        },
      });
    } catch (error) {
      // Never end a body whose source failed: what the server has must stay recognisably incomplete.
      fail(error);
      throw error;
    }
    if (complete) request.end();
    const response = await answered;
    const answer = this.read(response, exchange, complete);
    if (isExpected(response, call.accept)) return answer;
    throw httpRefusal(response, {
      subject: this.name,
      right: call.path.includes("git-receive-pack")
        ? "push (codecommit:GitPush)"
        : "pull (codecommit:GitPull)",
      accept: call.accept,
      anonymous: credentials === undefined,
      detail: await beginningOf(answer, response),
    });
  }

  /** @param complete False if the request's body is not: then its connection is of no further use. */
  private async *read(
    response: http.IncomingMessage,
    exchange: Exchange,
    complete: boolean,
  ): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of piecesOf(response)) {
        this.bytesIn += chunk.length;
        yield chunk;
      }
    } catch (error) {
      throw this.blame(reasonOf(exchange) ?? error);
    } finally {
      if (!complete) exchange.request.destroy();
    }
    // A request that was broken off drops what is left of its answer, even if that had arrived completely.
    if (!response.complete || exchange.broken !== undefined) {
      throw this.blame(reasonOf(exchange) ?? new Error("the answer was cut"));
    }
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
    const untrusted = certificateTrouble(error);
    if (untrusted !== undefined) {
      return new ReplicationError("untrusted", `${this.name}: ${untrusted}`, { cause: error });
    }
    if (messageOf(error).includes("wrong version number")) {
      const message = `${this.name}: what answers there does not speak TLS; write http:// if that is meant`;
      return new ReplicationError("protocol", message, { cause: error });
    }
    const notFound = error instanceof Error && "code" in error && error.code === "ENOTFOUND";
    return new ReplicationError(
      notFound ? "not-found" : "network",
      `${this.name}: ${messageOf(error)}; ${notFound ? "check the host name" : "try again"}`,
      { cause: error },
    );
  }

  private get name(): string {
    const through = this.proxy === undefined ? "" : ` through the proxy ${this.proxy.origin}`;
    return `${this.role} ${withoutCredentials(this.remote.url)}${through}`;
  }
}

interface Exchange {
  readonly request: http.ClientRequest;
  /** Why this side broke it off. */
  broken?: unknown;
  /** What happened to the connection. An answer may have arrived before it, as a whole. */
  error?: Error;
}

function reasonOf({ broken, error }: Exchange): unknown {
  return broken ?? error;
}

function isExpected({ statusCode, headers }: http.IncomingMessage, accept: string): boolean {
  const type = headers["content-type"]?.split(";")[0].trim();
  return statusCode === 200 && type === accept && (headers["content-encoding"] ?? "identity") === "identity";
}

/**
 * The beginning of an answer if it is plain text. An answer of 64 KiB at the most is read to its end, so that
 * the connection stays usable.
 */
async function beginningOf(answer: AsyncIterable<Buffer>, response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > 64 * 1024) break;
    }
  } catch {
    // The status counts, however little of the text arrived.
  }
  const plain = response.headers["content-type"]?.startsWith("text/plain") === true;
  return plain ? Buffer.concat(chunks).toString() : "";
}
