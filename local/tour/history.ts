import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import type { GitClient } from "./gitClient";

/** Enough for a pack that the fast path leaves to a task. */
const generatedCommits = 400;

/**
 * Fills an empty folder with a clone that has a real history on the branch `main`: that of this project when its
 * folder is a whole clone, otherwise a generated one, the same in each run.
 *
 * @returns where the history comes from
 */
export async function makeHistory(
  git: GitClient,
  projectDirectory: string,
  directory: string,
): Promise<string> {
  if (await isWholeClone(git, projectDirectory)) {
    await git.run(directory, "clone", "--quiet", "--no-tags", `file://${projectDirectory}`, ".");
    await git.run(directory, "checkout", "--quiet", "-B", "main", "HEAD");
    return "this project's own history";
  }
  await git.run(directory, "init", "--quiet", "--initial-branch=main");
  await fastImport(directory);
  await git.run(directory, "reset", "--quiet", "--hard", "main");
  return "a generated history";
}

/** A shallow clone lacks what a push has to send. */
async function isWholeClone(git: GitClient, directory: string): Promise<boolean> {
  const [top, shallow, head] = await Promise.all([
    git.try(directory, "rev-parse", "--show-toplevel"),
    git.try(directory, "rev-parse", "--is-shallow-repository"),
    git.try(directory, "rev-parse", "--verify", "HEAD"),
  ]);
  return (
    top.output.trim() === realpathSync(directory) && shallow.output.trim() === "false" && head.code === 0
  );
}

async function fastImport(directory: string): Promise<void> {
  const child = spawn("git", ["fast-import", "--quiet"], {
    cwd: directory,
    stdio: ["pipe", "ignore", "inherit"],
  });
  for (let commit = 1; commit <= generatedCommits; commit++) {
    const message = `Change file ${commit % 20}`;
    const content = `line ${commit}\n`.repeat(commit % 50);
    child.stdin.write(
      `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_700_000_000 + commit} +0000\n` +
        `data ${message.length}\n${message}\n` +
        `M 644 inline file-${commit % 20}.txt\ndata ${content.length}\n${content}\n`,
    );
  }
  child.stdin.end();
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) {
    throw new Error(`git fast-import ended with ${code}`);
  }
}
