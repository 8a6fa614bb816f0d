import { resolveFrom, startNode, type Child, type Exit } from "./child";
import type { Project } from "./project";

/** The SDK sends so many registrations at once. */
const PARALLEL = 64;

export interface ProgramOptions {
  readonly project: Project;
  readonly stack: string;
  readonly organization: string;
  readonly dryRun: boolean;
  /** Where the monitor and the engine listen. */
  readonly address: string;
}

/** Runs the project's program in the language host that ships with its Pulumi SDK. */
export function startProgram({ project, stack, organization, dryRun, address }: ProgramOptions): Child {
  const flags = {
    monitor: address,
    engine: address,
    project: project.name,
    stack,
    organization,
    "root-directory": project.directory,
    pwd: project.directory,
    parallel: String(PARALLEL),
  };
  return startNode(
    [
      resolveFrom(project.directory, "@pulumi/pulumi/cmd/run"),
      ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
      ...(dryRun ? ["--dry-run"] : []),
      project.main,
    ],
    {
      cwd: project.directory,
      env: {
        PULUMI_NODEJS_TYPESCRIPT: "true",
        // Types are checked by the linter and the compiler; here it would cost seconds.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        PULUMI_CONFIG: JSON.stringify(project.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(project.secretKeys),
      },
    },
  );
}

/** The host's exit code for "failed, and said so". */
const FAILED_AND_LOGGED = 32;

/**
 * Why the program failed, in words; undefined if it did not, or has said so itself.
 *
 * @param said whether an error is reported already
 */
export function exitMessage(exit: Exit, output: string, said: boolean): string | undefined {
  if (exit.code === 0 || (exit.code === FAILED_AND_LOGGED && said)) {
    return undefined;
  }
  const how = exit.signal === null ? `exited with code ${String(exit.code)}` : `was killed (${exit.signal})`;
  return `the program ${how}${output.trim() === "" ? "" : `:\n${output.trim()}`}`;
}
