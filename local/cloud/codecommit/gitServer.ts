import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Writable } from "node:stream";
import type { Account } from "../account";
import type { ApiCall } from "../cloudTrail/record";
import { bodyOf, drain, PackedBodyError, write } from "../http/streams";
import type { StoredResource } from "../store/records";
import type { Sts } from "../sts";
import type { Caller, Refusal, RepositoryAccess } from "./access";
import { maskCapabilities } from "./advertisement";
import { authenticate } from "./authenticate";
import { readCommandList, type RefCommand } from "./commandList";
import { git } from "./git";
import { gitCall } from "./gitAudit";
import { type BackendRequest, sendCgiResponse, spawnBackend } from "./httpBackend";
import { PktLineError } from "./pktLine";
import { firstBranch, judgePush } from "./push";
import type { RefEvents } from "./refEvents";
import { refusedPush } from "./report";
import type { Repositories } from "./repositories";

/** One request for a repository that the caller may at least ask for. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly repository: StoredResource;
  readonly backend: BackendRequest;
}

/** Git over HTTP, as CodeCommit offers it: git's own http-backend behind CodeCommit's access control. */
export class GitServer {
  constructor(
    private readonly account: Account,
    private readonly sts: Sts,
    private readonly repositories: Repositories,
    private readonly access: RepositoryAccess,
    private readonly events: RefEvents,
    private readonly record: (call: ApiCall) => void,
  ) {}

  /** Makes the hook by which git tells which refs a push really moved. */
  async open(): Promise<void> {
    await mkdir(this.hooks, { recursive: true });
    await mkdir(this.pushes, { recursive: true });
    const hook = '#!/bin/sh\nexec cat >"$CODECOMMIT_PUSHED"\n';
    await writeFile(join(this.hooks, "post-receive"), hook, { mode: 0o700 });
  }

  async handle(region: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const route = /^\/v1\/repos\/([^/]+)\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
    const [, name = "", endpoint = ""] = route ?? [];
    const service = endpoint === "info/refs" ? url.searchParams.get("service") : endpoint;
    const method = endpoint === "info/refs" ? "GET" : "POST";
    if (service === null || !/^git-(upload|receive)-pack$/.test(service) || request.method !== method) {
      answer(response, 404, "There is nothing here.");
      return;
    }
    const [, host = "", port] = /^(.*?)(?::(\d+))?$/.exec(request.headers.host ?? "") ?? [];
    const signed = { region, host, port, path: `/v1/repos/${name}` };
    const authentication = authenticate(this.sts, request.headers.authorization, signed);
    if ("status" in authentication) {
      if (authentication.status === 401) response.setHeader("WWW-Authenticate", 'Basic realm="CodeCommit"');
      answer(response, authentication.status, authentication.message);
      return;
    }
    const caller = {
      identity: authentication.identity,
      region,
      sourceIp: request.socket.remoteAddress ?? "",
    };
    // A name never ends in .git, so such a path finds nothing either.
    const repository = this.repositories.find(region, name);
    if (repository === undefined) {
      answer(response, 404, `RepositoryDoesNotExistException: ${name} does not exist in ${region}`);
      return;
    }
    const contentType = request.headers["content-type"];
    const root = this.repositories.root(region);
    const path = `/${name}/${endpoint}`;
    const query = endpoint === "info/refs" ? `service=${service}` : "";
    const backend = { root, path, method, query, contentType, hooks: this.hooks } as const;
    const exchange = { request, response, caller, repository, backend };

    if (endpoint === "git-receive-pack") return notUnpacked(response, this.receivePack(exchange));
    const writes = service === "git-receive-pack";
    const refusal =
      this.access.refusal(caller, writes ? "codecommit:GitPush" : "codecommit:GitPull", repository) ??
      this.access.keyRefusal(caller, repository, writes);
    if (endpoint === "info/refs" || refusal !== undefined) {
      const name = writes ? "GitPush" : "GitPull";
      this.record(gitCall(caller, repository, { name, refusal: refusal?.message }));
    }
    if (refusal !== undefined) return refuse(response, refusal);
    if (endpoint === "git-upload-pack") return notUnpacked(response, this.uploadPack(exchange));
    const child = this.account.children.add(spawnBackend(backend));
    child.stdin.end();
    await sendCgiResponse(child.stdout, response, (body) => maskCapabilities(service, body));
    response.end();
  }

  private async uploadPack({ request, response, backend }: Exchange): Promise<void> {
    const child = this.account.children.add(spawnBackend(backend));
    response.once("close", () => child.kill());
    try {
      await Promise.all([feed(child.stdin, bodyOf(request)), sendCgiResponse(child.stdout, response)]);
    } finally {
      child.kill();
    }
    response.end();
  }

  private async receivePack(exchange: Exchange): Promise<void> {
    const { request, response, caller, repository } = exchange;
    const body = bodyOf(request);
    const list = await readCommandList(body).catch((error: unknown) => {
      if (error instanceof PktLineError) return error;
      throw error;
    });
    if (list instanceof PktLineError) {
      answer(response, 400, list.message);
      return;
    }
    const { region, id } = repository;
    const refusal = await judgePush(this.access, caller, repository, list.commands, () =>
      this.repositories.defaultBranch(region, id),
    );
    this.record(
      gitCall(caller, repository, {
        name: "GitPush",
        commands: list.commands,
        capabilities: [...list.capabilities],
        refusal: refusal?.lines.join(" "),
      }),
    );
    if (refusal !== undefined) {
      await drain(body);
      response.setHeader("Content-Type", "application/x-git-receive-pack-result");
      response.end(refusedPush(refusal.results, refusal.lines, list.capabilities));
      return;
    }
    const changes = await this.passOn(exchange, list.head, body);
    const first = firstBranch(changes);
    if (first !== undefined && (await this.repositories.defaultBranch(region, id)) === undefined) {
      await git(this.repositories.directory(region, id), "symbolic-ref", "HEAD", first);
    }
    this.events.emit(caller, repository, changes);
    response.end();
  }

  /** Gives the push to git, and its answer to the client; returns the refs that moved. */
  private async passOn(
    { response, backend }: Exchange,
    head: Buffer,
    rest: AsyncIterator<Buffer>,
  ): Promise<RefCommand[]> {
    const pushed = join(this.pushes, randomUUID());
    const child = this.account.children.add(
      spawnBackend({ ...backend, environment: { CODECOMMIT_PUSHED: pushed } }),
    );
    const ended = once(child, "close");
    try {
      child.stdin.write(head);
      await Promise.all([feed(child.stdin, rest), sendCgiResponse(child.stdout, response), ended]);
      return changesIn(await readFile(pushed, "utf8").catch(() => ""));
    } finally {
      // After a failure: a pack that was cut short must not look complete to git.
      child.kill();
      await rm(pushed, { force: true });
    }
  }

  private get hooks(): string {
    return join(this.account.store.directory, "hooks");
  }

  private get pushes(): string {
    return join(this.account.store.directory, "pushes");
  }
}

/** Answers a body that the client packed wrongly; one that turns out so while the answer is under way ends it. */
async function notUnpacked(response: ServerResponse, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof PackedBodyError)) throw error;
    if (response.headersSent) response.destroy();
    else answer(response, 400, error.message);
  });
}

/** The lines of git's post-receive hook: the refs that moved, and not those that were refused. */
function changesIn(lines: string): RefCommand[] {
  return [...lines.matchAll(/^(\S+) (\S+) (.+)$/gm)]
    .map(([, old = "", next = "", reference = ""]) => ({ old, new: next, reference }))
    .filter((change) => change.old !== change.new);
}

/** Gives a body to git. What git does not read any more is dropped, so that the client gets its answer. */
async function feed(stdin: Writable, chunks: AsyncIterator<Buffer>): Promise<void> {
  stdin.on("error", () => undefined);
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    await write(stdin, next.value);
  }
  stdin.end();
}

/** Git prints a text/plain body after "remote:" when it asks for the refs. */
function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${message}\n`);
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  answer(response, 403, refusal.message);
}
