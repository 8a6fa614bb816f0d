import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { DeployError } from "./deployError";

type Environment = Readonly<Record<string, string>>;

/** A command of the CLI failed, and has said why. */
export class CliFailure extends Error {}

/**
 * The Pulumi CLI in one folder, never asking anything. Pulumi's Automation API is no way here: it selects stacks, updates
 * with --skip-preview, and keeps back what the CLI says of a failure.
 */
export class Cli {
  private constructor(
    private readonly directory: string,
    private readonly environment: Environment,
  ) {}

  /** @throws DeployError when it is not installed */
  static find(directory: string): Cli {
    if (spawnSync("pulumi", ["version"], { stdio: "ignore" }).status !== 0) {
      throw new DeployError(
        "The Pulumi CLI is not on the PATH: https://www.pulumi.com/docs/iac/download-install/",
      );
    }
    return new Cli(directory, {});
  }

  /** The same in another folder, with more in its environment. */
  within(directory: string, environment: Environment): Cli {
    return new Cli(directory, { ...this.environment, ...environment });
  }

  /**
   * Runs a command and shows what it prints.
   *
   * @throws CliFailure when it fails; why is shown by then
   */
  async show(args: readonly string[], environment: Environment = {}): Promise<void> {
    const child = this.spawn(args, "inherit", environment);
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
      throw new CliFailure();
    }
  }

  /**
   * Whether the backend has the stack. Selects nothing, as `stack select` would for the user's own commands, too.
   *
   * @throws DeployError in the CLI's words: not logged in, a wrong passphrase, no network
   */
  async hasStack(name: string): Promise<boolean> {
    const child = this.spawn(["stack", "output", "--json", "--stack", name], "pipe");
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout?.resume();
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0 && !said.includes("no stack named")) {
      throw new DeployError(said.trim().replace(/^error: /, "") || `pulumi ended with code ${code}.`);
    }
    return code === 0;
  }

  private spawn(args: readonly string[], output: "inherit" | "pipe", environment: Environment = {}) {
    return spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.directory,
      env: { ...process.env, ...this.environment, ...environment },
      stdio: ["ignore", output, output],
    });
  }
}
