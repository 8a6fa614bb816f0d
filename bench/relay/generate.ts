import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { gitEnvironment } from "./environment";

/** Of one commit, in bytes: one file that nobody can compress. */
export const bytesPerCommit = 25_000;
const branches = 20;

/**
 * Fills a bare repository with a history that its size alone determines: a line of commits on main, each with one
 * file, and branches along it.
 *
 * @param megabytes of its pack, about
 */
export async function generate(repository: string, megabytes: number): Promise<void> {
  const commits = Math.ceil((megabytes * 1_000_000) / bytesPerCommit);
  const child = spawn("git", ["fast-import", "--quiet"], {
    cwd: repository,
    env: gitEnvironment,
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(child, "close");
  const write = async (part: string | Buffer): Promise<void> => {
    if (!child.stdin.write(part)) await once(child.stdin, "drain");
  };
  for (let index = 1; index <= commits; index++) {
    await write(`commit refs/heads/main\nmark :${index}\n`);
    await write(`committer Ada <ada@example.com> ${1_700_000_000 + index} +0000\ndata 1\nx\n`);
    await write(`M 100644 inline directory-${index % 50}/file-${index % 2_000}\ndata ${bytesPerCommit}\n`);
    await write(noise(index));
    await write("\n");
  }
  for (let branch = 1; branch < branches; branch++) {
    await write(`reset refs/heads/branch-${branch}\nfrom :${Math.ceil((commits * branch) / branches)}\n\n`);
  }
  child.stdin.end();
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

/** Bytes that a number determines and nothing compresses. */
export function noise(seed: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 64 < bytesPerCommit; block++) {
    blocks.push(createHash("sha512").update(`${seed} ${block}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, bytesPerCommit);
}
