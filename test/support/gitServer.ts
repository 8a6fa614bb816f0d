import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Readable } from "node:stream";
import { cleanUps, gitEnvironment, GitRepository, type Lifetime, temporaryDirectory } from "./git";

/** One request as the server saw it. */
export interface Exchange {
  readonly method: string;
  readonly service: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The request's body; only its length when it was streamed (`bytes`). */
  body: Buffer;
  bytes: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Break the connection after the body instead of ending the answer. */
  readonly cut?: boolean;
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

const codeCommitCapabilities = new Set([
  "multi_ack_detailed",
  "shallow",
  "side-band-64k",
  "thin-pack",
  "allow-tip-sha1-in-want",
  "allow-reachable-sha1-in-want",
  "report-status",
  "delete-refs",
]);

/** git's own http-backend on a free port of 127.0.0.1, which tests can watch and break. */
export class GitServer {
  readonly exchanges: Exchange[] = [];
  /** Called before git sees a request; what it returns is answered instead. */
  onRequest?: (exchange: Exchange) => Promise<Answer | undefined>;
  /** Called with git's whole answer; what it returns is sent instead. */
  onAnswer?: (exchange: Exchange, body: Buffer) => Answer | undefined;
  private readonly serving = new Set<Promise<void>>();
  private readonly server = http.createServer((request, response) => {
    const served = this.serve(request, response)
      .catch(() => {
        response.destroy();
      })
      .finally(() => this.serving.delete(served));
    this.serving.add(served);
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

  repository(name: string, options: { bare: boolean }): Promise<GitRepository> {
    return GitRepository.create(path.join(this.directory, name), options);
  }

  /** The bytes of all requests' bodies. */
  get bytesReceived(): number {
    return this.exchanges.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Until nothing that was asked for is being done any more, also for those who have hung up meanwhile. */
  async idle(): Promise<void> {
    while (this.serving.size > 0) await Promise.all(this.serving);
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.origin);
    const service = url.searchParams.get("service") ?? path.basename(url.pathname);
    const method = request.method ?? "GET";
    const exchange: Exchange = { method, service, headers: request.headers, body: Buffer.alloc(0), bytes: 0 };
    this.exchanges.push(exchange);
    const expected = this.options.credentials?.();
    if (expected !== undefined) {
      const sent = Buffer.from(
        (request.headers.authorization ?? "").replace("Basic ", ""),
        "base64",
      ).toString();
      if (sent !== `${expected.username}:${expected.password}`) {
        send(response, {
          status: 403,
          headers: { "Content-Type": "text/plain" },
          body: Buffer.from("who are you?"),
        });
        request.resume();
        return;
      }
    }
    const watched = this.onRequest !== undefined || this.options.codeCommit === true;
    if (watched) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      exchange.body = Buffer.concat(chunks);
      exchange.bytes = exchange.body.length;
      const instead = await this.onRequest?.(exchange);
      if (instead !== undefined) {
        send(response, instead);
        return;
      }
      if (this.options.codeCommit === true && !acceptable(exchange)) {
        response.destroy();
        return;
      }
    }
    await this.runGit(request, response, url, exchange, watched);
  }

  /** Until git has ended, not until its answer has arrived: nobody may be there to take it. */
  private async runGit(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    url: URL,
    exchange: Exchange,
    watched: boolean,
  ): Promise<void> {
    const length = watched ? String(exchange.body.length) : request.headers["content-length"];
    const child = spawn(httpBackend, {
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
        ...(length === undefined ? {} : { CONTENT_LENGTH: length }),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    child.stdin.on("error", () => request.resume());
    if (watched) {
      child.stdin.end(exchange.body);
    } else {
      request.on("data", (chunk: Buffer) => (exchange.bytes += chunk.length));
      request.pipe(child.stdin);
      // A half-sent request must not look like a complete one; and http-backend spins on a missing rest.
      request.on("close", () => {
        if (!request.complete) child.kill("SIGKILL");
      });
    }
    const mask = this.options.codeCommit === true && exchange.method === "GET";
    if (this.onAnswer === undefined && !mask) {
      streamAnswer(child.stdout, response);
      await ended;
      return;
    }
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdout.on("end", () => {
      const { headers, status, body } = parseCgi(Buffer.concat(chunks));
      const masked = mask && status === 200 ? maskCapabilities(body) : body;
      const instead = this.onAnswer?.(exchange, masked);
      send(response, { status, body: masked, ...instead, headers: { ...headers, ...instead?.headers } });
    });
    await ended;
  }
}

function send(response: http.ServerResponse, answer: Answer): void {
  response.writeHead(answer.status ?? 200, answer.headers);
  response.write(answer.body, () => {
    if (answer.cut === true) response.destroy();
    else response.end();
  });
}

function streamAnswer(stdout: Readable, response: http.ServerResponse): void {
  // Of an answer that the client does not want to its end; else git would wait for somebody to read it.
  response.once("close", () => stdout.destroy());
  let head: Buffer | undefined = Buffer.alloc(0);
  stdout.on("data", (chunk: Buffer) => {
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      if (!head.includes("\r\n\r\n")) return;
      const { headers, status, body } = parseCgi(head);
      head = undefined;
      response.writeHead(status, headers);
      response.write(body);
    } else if (!response.write(chunk)) {
      stdout.pause();
      response.once("drain", () => stdout.resume());
    }
  });
  stdout.on("end", () => response.end());
}

function parseCgi(output: Buffer): { headers: Record<string, string>; status: number; body: Buffer } {
  const end = output.indexOf("\r\n\r\n");
  const lines = output.toString("latin1", 0, end).split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.split(": "))) as Record<string, string>;
  return { headers, status: parseInt(headers.Status ?? "200", 10), body: output.subarray(end + 4) };
}

/** Rewrites the capabilities of the first ref's line. */
function maskCapabilities(advertisement: Buffer): Buffer {
  const text = advertisement.toString("latin1");
  const masked = text.replace(
    /([0-9a-f]{4})([0-9a-f]{40} [^\n\0]*)\0([^\n]*)\n/,
    (_line, _length, ref: string, all: string) => {
      const kept = all.split(" ").filter((name) => codeCommitCapabilities.has(name));
      const line = `${ref}\0${kept.join(" ")}\n`;
      return (line.length + 4).toString(16).padStart(4, "0") + line;
    },
  );
  return Buffer.from(masked, "latin1");
}

/** What CodeCommit is known to hang up on. */
function acceptable({ method, service, headers, body }: Exchange): boolean {
  if (method === "GET") return true;
  if (service === "git-upload-pack" && headers["content-length"] === undefined) return false;
  const text = body.toString("latin1");
  const first = text.slice(4, parseInt(text.slice(0, 4), 16)).trim();
  const capabilities =
    service === "git-upload-pack" ? first.split(" ").slice(2) : first.split("\0")[1].trim().split(" ");
  // It takes clients for too old that do not know it.
  if (service === "git-upload-pack" && !capabilities.includes("multi_ack_detailed")) return false;
  const commands = (text.split("PACK")[0].match(/[0-9a-f]{40} [0-9a-f]{40} refs\//g) ?? []).length;
  return capabilities.every((name) => codeCommitCapabilities.has(name)) && commands <= 4_000;
}
