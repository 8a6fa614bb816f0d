import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Answer, parseCgi, send, streamAnswer } from "./answer";
import { codeCommitRefusal, maskCapabilities } from "./codeCommitMask";
import type { Exchange } from "./exchange";
import {
  cleanUps,
  gitEnvironment,
  GitRepository,
  type Lifetime,
  type RepositoryOptions,
  temporaryDirectory,
} from "./git";

export type { Exchange };

export interface Limits {
  /** The largest file that can be written, in units of 512 bytes. */
  readonly fileBlocks?: number;
  /** Run git as this user. */
  readonly user?: number;
}

export interface GitServerOptions {
  /** Offer what CodeCommit offers, and hang up on what it does not know. */
  readonly codeCommit?: boolean;
  /** Speak protocol version 2 to those who ask for it. */
  readonly v2?: boolean;
  readonly credentials?: () => { readonly username: string; readonly password: string };
}

// Not through `git`, which would leave the real process behind when it is killed.
const httpBackend = path.join(
  execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim(),
  "git-http-backend",
);

/** git refuses to work in a directory of somebody else's. */
const trusting = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "safe.directory", GIT_CONFIG_VALUE_0: "*" };

/** git's own http-backend on a free port of 127.0.0.1, which tests can watch and break. */
export class GitServer {
  readonly exchanges: Exchange[] = [];
  /** Called before git sees a request; what it returns is answered instead. */
  onRequest?: (exchange: Exchange) => Promise<Answer | undefined>;
  /** Called with git's whole answer; what it returns is sent instead. */
  onAnswer?: (exchange: Exchange, body: Buffer) => Answer | undefined;
  /** Called with each piece of a request's body that arrives. */
  onData?: (exchange: Exchange) => void;
  /** What git may not do on this server's machine. */
  limits: Limits = {};
  private readonly running = new Set<Promise<unknown>>();
  private readonly server = http.createServer((request, response) => {
    this.handled(this.serve(request, response).catch(() => response.destroy()));
  });

  private constructor(
    readonly directory: string,
    private readonly options: GitServerOptions,
  ) {}

  static async start(context: Lifetime, options: GitServerOptions = {}): Promise<GitServer> {
    const server = new GitServer(await temporaryDirectory(context), options);
    await new Promise<void>((resolve) => server.server.listen(0, "127.0.0.1", resolve));
    cleanUps(context).push(async () => {
      server.server.closeAllConnections();
      await new Promise((resolve) => server.server.close(resolve));
    });
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  url(name: string): string {
    return `${this.origin}/${name}`;
  }

  repository(name: string, options: RepositoryOptions): Promise<GitRepository> {
    return GitRepository.create(path.join(this.directory, name), options);
  }

  /** Resolves when git has done what it was asked for, whether anybody still waits for the answer or not. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** The bytes of all requests' bodies. */
  get bytesReceived(): number {
    return this.exchanges.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private handled(work: Promise<unknown>): void {
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    const service = url.searchParams.get("service") ?? path.basename(url.pathname);
    const method = request.method ?? "GET";
    const exchange: Exchange = {
      ...{ method, service, headers: request.headers, body: Buffer.alloc(0), bytes: 0, complete: false },
      reset: () => request.socket.resetAndDestroy(),
    };
    this.exchanges.push(exchange);
    request.once("end", () => (exchange.complete = true));
    const expected = this.options.credentials?.();
    if (expected !== undefined) {
      const sent = Buffer.from(
        (request.headers.authorization ?? "").replace("Basic ", ""),
        "base64",
      ).toString();
      if (sent !== `${expected.username}:${expected.password}`) {
        request.resume();
        await send(response, {
          status: 403,
          headers: { "Content-Type": "text/plain" },
          body: Buffer.from("who are you?"),
        });
        return;
      }
    }
    // Requests to fetch are small; pushes are streamed to git where nobody has to see them whole.
    const watched =
      service === "git-upload-pack" || this.onRequest !== undefined || this.options.codeCommit === true;
    if (watched) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
        exchange.bytes += (chunk as Buffer).length;
        this.onData?.(exchange);
      }
      exchange.body = Buffer.concat(chunks);
      const instead =
        (await this.onRequest?.(exchange)) ??
        (this.options.codeCommit === true ? codeCommitRefusal(exchange) : undefined);
      if (instead === "hang up") {
        exchange.reset();
        return;
      }
      if (instead !== undefined) {
        await send(response, instead);
        return;
      }
    }
    this.runGit(request, response, url, exchange, watched);
  }

  private runGit(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    url: URL,
    exchange: Exchange,
    watched: boolean,
  ): void {
    const length = watched ? String(exchange.body.length) : request.headers["content-length"];
    const { fileBlocks = "unlimited", user } = this.limits;
    const child = spawn("sh", ["-c", `ulimit -f ${fileBlocks}; exec "$0"`, httpBackend], {
      ...(user === undefined ? {} : { uid: user, gid: user }),
      // A group of its own: http-backend lets another process read the request.
      detached: true,
      env: {
        ...gitEnvironment,
        GIT_PROJECT_ROOT: this.directory,
        GIT_HTTP_EXPORT_ALL: "1",
        REMOTE_USER: "tester",
        REMOTE_ADDR: "127.0.0.1",
        REQUEST_METHOD: exchange.method,
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        ...(this.options.v2 === true ? { GIT_PROTOCOL: String(request.headers["git-protocol"] ?? "") } : {}),
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        ...(user === undefined ? {} : trusting),
        ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.handled(once(child, "close"));
    child.stdin.on("error", () => request.resume());
    if (watched) {
      child.stdin.end(exchange.body);
    } else {
      request.on("data", (chunk: Buffer) => {
        exchange.bytes += chunk.length;
        this.onData?.(exchange);
      });
      request.pipe(child.stdin);
      // A half-sent request must not look like a complete one; and http-backend spins on a missing rest.
      request.on("close", () => {
        if (!request.complete && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      });
    }
    const mask = this.options.codeCommit === true && exchange.method === "GET";
    if (this.onAnswer === undefined && !mask) {
      streamAnswer(child.stdout, response);
      return;
    }
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdout.on("end", () => {
      const { headers, status, body } = parseCgi(Buffer.concat(chunks));
      const masked = mask && status === 200 ? maskCapabilities(body) : body;
      const instead = this.onAnswer?.(exchange, masked);
      const answer = { status, body: masked, ...instead, headers: { ...headers, ...instead?.headers } };
      send(response, answer).catch(() => response.destroy());
    });
  }
}
