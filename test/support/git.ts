import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";

const run = promisify(execFile);

/** An environment in which no setting of this machine changes what git does. */
export const gitEnvironment = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** What things are set up for, and undone after: a running test, or anything else that has one. */
export interface Lifetime {
  readonly currentTest?: object;
  readonly test?: object;
}

/** A directory that is gone after the test that asked for it. */
export async function temporaryDirectory(context: Lifetime): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "replicator-test-"));
  cleanUps(context).push(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

const registered = new WeakMap<object, (() => Promise<void>)[]>();

/** What to undo after the running test; {@link cleanUp} does it. */
export function cleanUps(context: Lifetime): (() => Promise<void>)[] {
  const test = context.currentTest ?? context.test;
  if (test === undefined) throw new Error("only a running test can be cleaned up after");
  const list = registered.get(test) ?? [];
  registered.set(test, list);
  return list;
}

/** For `afterEach`: undoes, last first. */
export async function cleanUp(this: Lifetime): Promise<void> {
  for (const undo of cleanUps(this).splice(0).reverse()) await undo();
}

export interface RepositoryOptions {
  readonly bare: boolean;
  /** How objects are named; default: sha1. */
  readonly objectFormat?: "sha1" | "sha256";
}

/** A repository on disk, as the tests' writer sees it. */
export class GitRepository {
  private constructor(
    readonly directory: string,
    private readonly bare: boolean,
  ) {}

  static async create(
    directory: string,
    { bare, objectFormat = "sha1" }: RepositoryOptions,
  ): Promise<GitRepository> {
    await mkdir(directory, { recursive: true });
    const repository = new GitRepository(directory, bare);
    const format = `--object-format=${objectFormat}`;
    await repository.git("init", "--quiet", format, "--initial-branch=main", ...(bare ? ["--bare"] : []));
    await repository.git("config", "http.receivepack", "true");
    await repository.git("config", "gc.auto", "0");
    // No test cuts the power, and thousands of refs are thousands of files.
    await repository.git("config", "core.fsync", "none");
    return repository;
  }

  async git(...args: string[]): Promise<string> {
    const options = { cwd: this.directory, env: gitEnvironment, maxBuffer: 64 * 1024 * 1024 };
    return (await run("git", args, options)).stdout.trim();
  }

  /** Commits one file on the branch that is checked out; gives the commit's id. */
  async commit(file: string, content: string | Buffer): Promise<string> {
    await mkdir(path.dirname(path.join(this.directory, file)), { recursive: true });
    await writeFile(path.join(this.directory, file), content);
    await this.git("add", file);
    await this.git("commit", "--quiet", "-m", `Change ${file}`);
    return await this.git("rev-parse", "HEAD");
  }

  /** Moves, creates and deletes refs in one step; `undefined` deletes. */
  async updateRefs(refs: Readonly<Record<string, string | undefined>>): Promise<void> {
    const lines = Object.entries(refs).map(([ref, oid]) =>
      oid ? `update ${ref} ${oid}\n` : `delete ${ref}\n`,
    );
    await this.feed(["update-ref", "--stdin"], lines.join(""));
  }

  /** A history of `commits` commits on main, each adding a file of about `size` bytes nobody can compress. */
  async fastImport(
    commits: number,
    size: number,
    contentOf: (index: number, size: number) => Buffer,
  ): Promise<void> {
    const parts: (string | Buffer)[] = [];
    for (let index = 0; index < commits; index++) {
      const content = contentOf(index, size);
      parts.push(
        `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_700_000_000 + index} +0000\ndata 1\nx\n`,
        `M 100644 inline file-${index}\ndata ${content.length}\n`,
        content,
        "\n",
      );
    }
    await this.feed(["fast-import", "--quiet"], Buffer.concat(parts.map((part) => Buffer.from(part))));
  }

  /** That many branches, each with a commit of its own upon a parent. */
  async tips(count: number, parent: string): Promise<void> {
    const commits = Array.from(
      { length: count },
      (_, index) =>
        `commit refs/heads/tip-${index}\ncommitter Ada <ada@example.com> ${1_700_000_000 + index} +0000\n` +
        `data 1\nx\nfrom ${parent}\n\n`,
    );
    await this.feed(["fast-import", "--quiet"], commits.join(""));
  }

  /** Stores one object of any type as it is, without a ref to it (gitrepository-layout, "objects"); gives its id. */
  async writeObject(type: "blob" | "tree" | "commit" | "tag", content: string | Buffer): Promise<string> {
    const body = Buffer.from(content);
    const bytes = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
    const oid = createHash("sha1").update(bytes).digest("hex");
    const shelf = path.join(this.directory, this.bare ? "" : ".git", "objects", oid.slice(0, 2));
    await mkdir(shelf, { recursive: true });
    await writeFile(path.join(shelf, oid.slice(2)), deflateSync(bytes), { flag: "wx" }).catch(unlessThere);
    return oid;
  }

  /** Ref name → object id. */
  async refs(): Promise<Record<string, string>> {
    const lines = await this.git("for-each-ref", "--format=%(refname) %(objectname)");
    return Object.fromEntries(
      lines
        .split("\n")
        .filter(Boolean)
        .map((line) => line.split(" ")),
    ) as Record<string, string>;
  }

  /** Remembers from now on what each ref is moved to. */
  async keepHistory(): Promise<void> {
    await this.git("config", "core.logAllRefUpdates", "always");
  }

  /** What a ref was moved to, the oldest first. */
  async historyOf(ref: string): Promise<string[]> {
    const lines = await this.git("reflog", "show", "--format=%H", ref);
    return lines.split("\n").filter(Boolean).reverse();
  }

  /** The ids of all objects behind the refs, in order. */
  async reachable(): Promise<string[]> {
    const lines = await this.git("rev-list", "--objects", "--all");
    return lines
      .split("\n")
      .map((line) => line.split(" ")[0])
      .sort();
  }

  /** Throws unless every object is there and well-formed. */
  async fsck(): Promise<void> {
    await this.git("fsck", "--full", "--strict", "--no-dangling", "--no-progress");
  }

  /** Runs git with something on its standard input. */
  async feed(args: string[], input: string | Buffer): Promise<void> {
    const child = spawn("git", args, {
      cwd: this.directory,
      env: gitEnvironment,
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin.end(input);
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`git ${args[0]} ended with ${String(code)}`);
  }
}

/** An object has its content's name: what is there is the same. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
