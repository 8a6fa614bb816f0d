import { EventEmitter, on } from "node:events";
import type { Cloud } from "../cloud";
import type { GitClient } from "./gitClient";

/** How long the tour waits for a copy, in milliseconds. */
const patience = 30_000;

/** One repository and its copies, seen from outside. */
export class Sides {
  constructor(
    private readonly cloud: Cloud,
    readonly git: GitClient,
    private readonly repository: string,
    readonly source: string,
    readonly targets: readonly string[],
  ) {}

  /** Where the APIs of the source's region are. */
  get endpoint(): string {
    return this.cloud.endpoint(this.source);
  }

  /** The repository's URL in a region, with name and password in it, so that git does not ask. */
  url(region: string, user: string, password: string, repository = this.repository): string {
    const url = new URL(`${this.cloud.endpoint(region)}/v1/repos/${repository}`);
    url.username = encodeURIComponent(user);
    url.password = encodeURIComponent(password);
    return url.href;
  }

  /** The bare repository behind a region's URL. */
  directory(region: string): string {
    return this.cloud.repositoryDirectory(region, this.repository);
  }

  /** All refs and the default branch: one line each. A copy's archive is its own. */
  async refs(region: string): Promise<string[]> {
    const refs = await this.git.run(
      this.directory(region),
      "for-each-ref",
      "--format=%(objectname) %(refname)",
    );
    const head = await this.git.run(this.directory(region), "symbolic-ref", "HEAD");
    return [
      ...refs.split("\n").filter((line) => line !== "" && !line.includes(" refs/heads/ccp-archive-")),
      `${head} HEAD`,
    ];
  }

  /** What a ref points at; undefined when there is none. */
  async ref(region: string, name: string): Promise<string | undefined> {
    return (await this.refs(region)).find((line) => line.endsWith(` ${name}`))?.split(" ")[0];
  }

  /**
   * Pushes, and waits until every copy equals the source, ref by ref.
   *
   * @returns milliseconds from the moment the push was accepted until the last copy had changed; undefined where there
   *   is no copy
   * @throws Error when a copy is not equal in time
   */
  async lagOf(push: () => Promise<unknown>): Promise<number | undefined> {
    if (this.targets.length === 0) {
      await push();
      return undefined;
    }
    let accepted = 0;
    let copied = 0;
    const watch = ({ region, repository, at }: { region: string; repository: string; at: number }) => {
      if (repository === this.repository) {
        [accepted, copied] = region === this.source ? [at, copied] : [accepted, at];
      }
    };
    this.cloud.signals.on("push", watch);
    try {
      // The refs may be seen before the signal of the push that moved them.
      await this.equalAfter(push, () => copied >= accepted);
      return copied - accepted;
    } finally {
      this.cloud.signals.off("push", watch);
    }
  }

  /**
   * Acts, and waits until every copy equals the source, ref by ref.
   *
   * @param settled what else has to be true
   * @throws Error when that is not so in time
   */
  async equalAfter(act: () => Promise<unknown>, settled = () => true): Promise<void> {
    const { signals } = this.cloud;
    const work = new EventEmitter<{ done: [] }>();
    const done = () => work.emit("done");
    // A copy is written by a task, or by the fast path's function.
    signals.on("task", done).on("invocation", done);
    // Remembers what happens between two looks.
    const moves = on(work, "done", { signal: AbortSignal.timeout(patience) });
    try {
      await act();
      while (!(await this.equal()) || !settled()) {
        await moves.next();
      }
    } catch (error) {
      throw error instanceof Error && error.name === "AbortError"
        ? new Error(
            `the copy is not equal after ${patience / 1000} s; see the logs of tasks and functions in ${this.cloud.logDirectory}`,
          )
        : error;
    } finally {
      signals.off("task", done).off("invocation", done);
      await moves.return?.();
    }
  }

  /** Runs every schedule by which replicas look at all repositories. */
  sweep(): Promise<void> {
    for (const ruleArn of this.sweeps()) {
      this.cloud.tick(ruleArn);
    }
    return Promise.resolve();
  }

  sweeps(): string[] {
    return this.cloud.schedules().filter((ruleArn) => /-sweep-\d+$/.test(ruleArn));
  }

  /** Whether every copy has the refs and the default branch of the source. */
  async equal(): Promise<boolean> {
    const [source, ...copies] = await Promise.all(
      [this.source, ...this.targets].map(async (region) => (await this.refs(region)).join("\n")),
    );
    return copies.every((copy) => copy === source);
  }
}
