import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What git sees of the environment: nothing of the one who runs the cloud. */
export const gitEnvironment = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  HOME: "/nonexistent",
};

export interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input?: Buffer;
}

/**
 * Runs git in a repository.
 *
 * @returns What it printed, without the last line's end.
 * @throws When it exits with another code than 0.
 */
export function git(directory: string, ...args: readonly string[]): Promise<string> {
  return gitWith(directory, {}, ...args);
}

/** As `git`, with an environment or an input of its own. */
export async function gitWith(
  directory: string,
  { env, input }: GitOptions,
  ...args: readonly string[]
): Promise<string> {
  const running = run("git", args, {
    cwd: directory,
    env: { ...gitEnvironment, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  // Git that has failed reads no more, and says why by its exit.
  running.child.stdin?.on("error", () => undefined);
  running.child.stdin?.end(input ?? "");
  return (await running).stdout.trimEnd();
}
