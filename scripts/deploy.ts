import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { EngineError } from "../local/engine";
import { type Environment, findEnvironment } from "../local/environment";
import { presetOf } from "../local/preset";
import { Cli, CliFailure } from "./deploy/cli";
import { DeployError } from "./deploy/deployError";
import { previewStack } from "./deploy/previewStack";

const usage = `Brings an environment up on AWS: its primary, then every replica, each previewed first.

  npm run deploy -- ENV [--preview] [--yes]

  --preview  show what would change, and change nothing: no stack is made, and no file is written. A replica is previewed
             on top of its primary's preview.
  --yes      do not ask before each update

The policy pack is enforced in each preview and update. Needs the Pulumi CLI, which is logged in to its backend,
credentials for the account, and Docker for the worker's image.
Exit code: 0 all of it is up, 1 something was refused or failed; what comes after it was not touched.`;

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

async function main(): Promise<void> {
  const { environment: name, options } = parse(process.argv.slice(2));
  const directory = process.cwd();
  const environment = await findEnvironment(directory, name);
  const policies = [
    ...["--policy-pack", path.join(directory, "policy-pack")],
    ...["--policy-pack-config", presetOf(directory, name)],
  ];
  const run = { cli: Cli.find(directory), directory, environment, policies };
  await (options.preview ? previewAll(run) : updateAll(run, options.yes));
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
      `Nobody is there to be asked whether to update ${stack}; --yes answers for all of them.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\nUpdate ${stack}? Only "yes" does it: `);
  terminal.close();
  if (answer.trim() !== "yes") throw new DeployError(`${stack} was not updated.`);
}

function parse(args: string[]): { readonly environment: string; readonly options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { preview: { type: "boolean", default: false }, yes: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    if (positionals.length !== 1) throw new TypeError("which environment?");
    return { environment: positionals[0], options: values };
  } catch (error) {
    throw error instanceof TypeError ? new DeployError(`${error.message}\n\n${usage}`) : error;
  }
}

main().catch((error: unknown) => {
  // The CLI has printed already why a command of its own failed.
  const known = error instanceof DeployError || error instanceof EngineError;
  if (error instanceof CliFailure) console.error("\nerror: pulumi failed; what comes after was not touched.");
  else console.error(known ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
