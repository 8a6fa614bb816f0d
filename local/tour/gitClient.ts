import { spawn } from "node:child_process";
import { once } from "node:events";

export interface GitResult {
  readonly code: number | null;
  /** What git printed, on both streams. */
  readonly output: string;
}

/**
 * The git of somebody who has just installed it: no configuration of this machine, no stored password, no prompt.
 *
 * @param home an empty folder
 * @param name who commits
 */
export class GitClient {
  constructor(
    private readonly home: string,
    private readonly name: string,
  ) {}

  /**
   * Runs git and expects success.
   *
   * @throws Error with the last line that git printed
   */
  async run(directory: string, ...args: string[]): Promise<string> {
    const { code, output } = await this.try(directory, ...args);
    if (code !== 0) {
      throw new Error(`git ${args[0]} failed: ${output.trim().split("\n").at(-1) ?? ""}`);
    }
    return output.trim();
  }

  /** Runs git, whatever comes of it. */
  async try(directory: string, ...args: string[]): Promise<GitResult> {
    const child = spawn("git", args, {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: this.home,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_TERMINAL_PROMPT: "0",
        GIT_AUTHOR_NAME: this.name,
        GIT_AUTHOR_EMAIL: `${this.name}@example.com`,
        GIT_COMMITTER_NAME: this.name,
        GIT_COMMITTER_EMAIL: `${this.name}@example.com`,
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output };
  }
}
