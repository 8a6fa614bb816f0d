import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { EngineError } from "./errors";
import { withoutProxy } from "./grpc";

/** Much more than any program should print; what is beyond is not kept. */
const OUTPUT_LIMIT = 1024 * 1024;

const PLAIN_ERRORS = join(__dirname, "plainErrors.js");

/** As Node.js gives them. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node.js process of ours whose output is collected. */
export interface Child {
  readonly process: ChildProcess;
  readonly exited: Promise<Exit>;
  /** stdout and stderr in the order of their arrival. */
  output(): string;
}

/**
 * Starts a script with Node.js, without stdin and with an environment that has no settings of another
 * Pulumi run. It does not outlive this process.
 */
export function startNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Child {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("PULUMI_"));
  const child = spawn(process.execPath, ["--require", PLAIN_ERRORS, ...args], {
    cwd: options.cwd,
    env: { ...Object.fromEntries(inherited), ...withoutProxy(process.env), ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(0, OUTPUT_LIMIT);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("exit", kill);
      resolve({ code, signal });
    });
  });
  return { process: child, exited, output: () => output };
}

/**
 * Finds a module as code in `directory` would.
 *
 * @throws EngineError when it is not installed
 */
export function resolveFrom(directory: string, module: string): string {
  try {
    return createRequire(join(directory, "index.js")).resolve(module);
  } catch {
    throw new EngineError(`${module} is not installed for ${directory}: run npm install`);
  }
}
