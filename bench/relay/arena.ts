import { type ChildProcess, execFile, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Course } from "./contestants";
import { gitEnvironment } from "./environment";
import { bytesPerCommit, generate, noise } from "./generate";
import { Link, loopback, type Profile, urlOn } from "./link";

const run = promisify(execFile);

export interface Courses {
  readonly counted: Course;
  readonly timed: Course;
  /** What goes between the contestant and the source, and between it and the target. */
  readonly near: Link;
  readonly far: Link;
}

/** Two git servers in processes of their own, one source of a given size, and a target for each contestant. */
export class Arena {
  private readonly links: Link[] = [];
  private servers: readonly ChildProcess[] = [];
  private commits = 0;

  private constructor(
    private readonly directory: string,
    private readonly cli: string,
  ) {}

  static async build(megabytes: number, contestants: readonly string[]): Promise<Arena> {
    const directory = await mkdtemp(path.join(tmpdir(), "bench-relay-"));
    const cli = path.join(directory, "cli.js");
    const arena = new Arena(directory, cli);
    await build({
      entryPoints: [path.join(__dirname, "../../scripts/replicate.ts")],
      outfile: cli,
      bundle: true,
      platform: "node",
      target: "node20",
      minify: true,
      logLevel: "error",
    });
    const source = arena.path("a", "source.git");
    await mkdir(source, { recursive: true });
    await git(source, "init", "--quiet", "--bare", "--initial-branch=main");
    await generate(source, megabytes);
    for (const name of contestants) await arena.copy(source, arena.path("b", `${name}.git`));
    await arena.copy(source, arena.path("writer"));
    await arena.copy(source, arena.path("mirror"));
    arena.servers = ["a", "b"].map((side) =>
      fork(path.join(__dirname, "gitHttpd.ts"), [arena.path(side)], { execArgv: ["--import", "tsx"] }),
    );
    return arena;
  }

  /**
   * The ways of one contestant: one past counters, and one without what a counter takes. It would take it from the relay
   * above all, which passes every byte twice and whose process the counters are in.
   */
  async courses(contestant: string, profile: Profile): Promise<Courses> {
    const [near, far] = await Promise.all([this.link(0, loopback), this.link(1, profile)]);
    const [a, b] = await this.ports();
    const course = (source: string, target: string): Course => ({
      source,
      target,
      writer: this.path("writer"),
      mirror: this.path("mirror"),
      cli: this.cli,
    });
    const target = `${contestant}.git`;
    return {
      ...{ near, far },
      counted: course(near.url("source.git"), far.url(target)),
      timed: course(
        urlOn(a, "source.git"),
        // Distance has to come from somewhere.
        profile === loopback ? urlOn(b, target) : far.url(target),
      ),
    };
  }

  /** One more commit on the source's main: what each contestant has to bring to its target. */
  async commit(): Promise<void> {
    this.commits += 1;
    await feed(
      this.path("writer"),
      ["fast-import", "--quiet", "--force"],
      `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_800_000_000 + this.commits} +0000\n` +
        `data 1\nx\nfrom refs/heads/main^0\nM 100644 inline note-${this.commits}\ndata ${bytesPerCommit}\n`,
      noise(-this.commits),
    );
    await git(this.path("writer"), "push", "--quiet", this.path("a", "source.git"), "main");
  }

  /** Empties a target. */
  async empty(contestant: string): Promise<void> {
    const target = this.path("b", `${contestant}.git`);
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await git(target, "init", "--quiet", "--bare", "--initial-branch=main");
    await git(target, "config", "http.receivepack", "true");
  }

  /** @throws Error when the target's refs are not those of the source */
  async verify(contestant: string): Promise<void> {
    const [source, target] = await Promise.all(
      [this.path("a", "source.git"), this.path("b", `${contestant}.git`)].map((repository) =>
        git(repository, "for-each-ref", "--format=%(objectname) %(refname)"),
      ),
    );
    if (source !== target) throw new Error(`the target of ${contestant} is not equal to the source`);
  }

  async close(): Promise<void> {
    for (const link of this.links) link.close();
    await Promise.all(
      this.servers.map(async (server) => {
        const ended = once(server, "exit");
        server.disconnect();
        await ended;
      }),
    );
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  private path(...names: string[]): string {
    return path.join(this.directory, ...names);
  }

  private async copy(source: string, target: string): Promise<void> {
    // Objects are hard links: a copy costs no disk.
    await git(this.directory, "clone", "--quiet", "--bare", "--local", source, target);
    await git(target, "config", "http.receivepack", "true");
    await git(target, "config", "gc.auto", "0");
  }

  private async link(server: number, profile: Profile): Promise<Link> {
    const ports = await this.ports();
    const link = await Link.to(ports[server], profile);
    this.links.push(link);
    return link;
  }

  private ports(): Promise<readonly number[]> {
    this.listening ??= Promise.all(
      this.servers.map(async (server) => ((await once(server, "message")) as [number])[0]),
    );
    return this.listening;
  }

  private listening: Promise<readonly number[]> | undefined;
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  return (await run("git", args, { cwd, env: gitEnvironment, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

async function feed(
  cwd: string,
  args: readonly string[],
  ...input: readonly (string | Buffer)[]
): Promise<void> {
  const child = spawn("git", args, { cwd, env: gitEnvironment, stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end(Buffer.concat(input.map((part) => Buffer.from(part))));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}`);
}
