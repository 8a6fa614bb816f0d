import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { commands, exitWith, runCommand } from "../commandLine";
import { EngineError } from "../local/engine";
import { type Environment, findEnvironment } from "../local/environment";
import { presetOf } from "../local/preset";
import { Cli, CliFailure } from "./deploy/cli";
import { DeployError } from "./deploy/deployError";
import { previewStack } from "./deploy/previewStack";

interface Options {
  readonly preview: boolean;
  readonly yes: boolean;
}

/** All that the commands of one run share. */
interface Run {
  readonly cli: Cli;
  readonly directory: string;
  readonly environment: Environment;
  /** `--policy-pack` and `--policy-pack-config`. */
  readonly policies: readonly string[];
}

async function deploy(name: string, options: Options): Promise<number> {
  const directory = process.cwd();
  const environment = await findEnvironment(directory, name);
  const policies = [
    ...["--policy-pack", path.join(directory, "policy-pack")],
    ...["--policy-pack-config", presetOf(directory, name)],
  ];
  const run = { cli: Cli.find(directory), directory, environment, policies };
  await (options.preview ? previewAll(run) : updateAll(run, options.yes));
  return 0;
}

async function previewAll({ cli, directory, environment, policies }: Run): Promise<void> {
  const { primary, replicas } = environment;
  const { exports } = await previewStack(cli, directory, { stack: primary.name, policies, environment: {} });
  const scratch = mkdtempSync(path.join(tmpdir(), "preview-"));
  try {
    const file = path.join(scratch, "platform.json");
    writeFileSync(file, JSON.stringify(exports.platform ?? null));
    for (const { name: stack } of replicas) {
      console.log(`\n${stack} is previewed on top of what the preview of ${primary.name} exports.`);
      // components/settings/primaryReference.ts reads it, in previews only.
      const from = { CODECOMMIT_PLATFORM_PREVIEWED_PRIMARY: file };
      await previewStack(cli, directory, { stack, policies, environment: from });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function updateAll({ cli, directory, environment, policies }: Run, yes: boolean): Promise<void> {
  for (const { name: stack } of [environment.primary, ...environment.replicas]) {
    if (!yes) {
      const { changes } = await previewStack(cli, directory, { stack, policies, environment: {} });
      if (!changes) {
        console.log(`${stack} is up to date.`);
        continue;
      }
      await confirm(stack);
    }
    if (!(await cli.hasStack(stack))) {
      await cli.show(["stack", "init", stack, "--no-select"]);
    }
    // It previews once more and stops at what the policies forbid: --skip-preview would find that out afterwards.
    await cli.show(["up", "--yes", "--stack", stack, ...policies]);
  }
}

async function confirm(stack: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new DeployError(
      `cannot prompt for the update of ${stack}: standard input is not a terminal; use --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\nUpdate ${stack}? Only "yes" does it: `);
  terminal.close();
  if (answer.trim() !== "yes") throw new DeployError(`${stack} was not updated.`);
}

async function main(args: readonly string[]): Promise<number> {
  return runCommand(commands.deploy, args, ({ values, words: [environment] }) =>
    deploy(environment, { preview: values.preview === true, yes: values.yes === true }),
  ).catch((error: unknown) => {
    // The CLI has printed already why a command of its own failed.
    throw error instanceof CliFailure
      ? new DeployError("pulumi failed; what comes after was not touched.")
      : error;
  });
}

exitWith(
  main(process.argv.slice(2)),
  (error) => error instanceof DeployError || error instanceof EngineError,
);
