import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { type Children, end } from "../children";
import { isObject, optionalText } from "../properties";

export interface EnvironmentOptions {
  readonly functionName: string;
  readonly functionArn: string;
  /** The directory of the code. */
  readonly code: string;
  /** For example "index.handler". */
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly logFile: string;
  readonly children: Children;
}

/** What a handler threw, or how its process ended. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";

  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

/** A function's execution environment: a process that is kept warm, and that serves one invocation at a time. */
export class ExecutionEnvironment {
  private readonly child: ChildProcess;

  constructor(private readonly options: EnvironmentOptions) {
    const dot = options.handler.lastIndexOf(".");
    const file = join(options.code, `${options.handler.slice(0, dot)}.js`);
    const log = openSync(options.logFile, "a", 0o600);
    this.child = options.children.add(
      fork(join(__dirname, "bootstrap.js"), [file, options.handler.slice(dot + 1)], {
        cwd: options.code,
        env: { ...options.variables },
        execArgv: [],
        stdio: ["ignore", log, log, "ipc"],
      }),
    );
    closeSync(log);
  }

  get alive(): boolean {
    return this.child.connected && !this.child.killed;
  }

  stop(): Promise<void> {
    return end(this.child, 1000);
  }

  /**
   * @returns What the handler returns.
   * @throws {FunctionError} What it threw; or that its time is over, and the process with it; or that the process ended.
   */
  invoke(event: unknown): Promise<unknown> {
    const { functionName, functionArn, timeoutMs } = this.options;
    const requestId = randomUUID();
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.child.off("message", answered).off("exit", exited).off("error", failed);
        finish();
      };
      const answered = (message: unknown) => {
        if (!isObject(message) || message.requestId !== requestId) return;
        const { error } = message;
        settle(() => {
          if (!isObject(error)) resolve(message.result);
          else
            reject(
              new FunctionError(optionalText(error, "errorType") ?? "Error", String(error.errorMessage)),
            );
        });
      };
      const exited = (code: number | null, signal: string | null) => {
        const how = code === null ? `signal ${signal}` : `exit status ${code}`;
        settle(() => {
          reject(new FunctionError("Runtime.ExitError", `Runtime exited with ${how}`));
        });
      };
      const failed = (error: Error) => {
        settle(() => {
          reject(new FunctionError("Runtime.ExitError", error.message));
        });
      };
      const timer = setTimeout(() => {
        this.child.kill("SIGKILL");
        settle(() => {
          const seconds = (timeoutMs / 1000).toFixed(2);
          reject(new FunctionError("Sandbox.Timedout", `Task timed out after ${seconds} seconds`));
        });
      }, timeoutMs);
      this.child.on("message", answered).on("exit", exited).on("error", failed);
      const deadline = Date.now() + timeoutMs;
      this.child.send({ requestId, event, functionName, functionArn, deadline }, (error) => {
        if (error !== null) failed(error);
      });
    });
  }
}
