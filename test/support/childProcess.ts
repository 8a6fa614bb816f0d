import { spawn, type ChildProcess } from "node:child_process";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs this Node with arguments and nothing of this process's environment but PATH. */
export function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  onStart?: (child: ChildProcess) => void,
  cwd?: string,
): Promise<Ended> {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  onStart?.(child);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => {
      resolve({ code, ...output });
    });
  });
}
