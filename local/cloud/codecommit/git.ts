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

/**
 * Runs git in a repository.
 *
 * @returns What it printed, without the last line's end.
 * @throws When it exits with another code than 0.
 */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", args, {
    cwd: directory,
    env: gitEnvironment,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trimEnd();
}
