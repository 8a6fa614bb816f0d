import path from "node:path";
import { createInterface } from "node:readline/promises";
import { CommandError, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { commands, exitWith, runCommand } from "../commandLine";
import { EngineError } from "../local/engine";
import { findEnvironment } from "../local/environment";
import { presetOf } from "../local/preset";

/** What somebody can mend; it is printed without a stack. */
class DeployError extends Error {}

interface Options {
  readonly preview: boolean;
  readonly yes: boolean;
}

async function deploy(environment: string, options: Options): Promise<number> {
  const directory = process.cwd();
  const { primary, replicas } = await findEnvironment(directory, environment);
  const policies = {
    policyPacks: [path.join(directory, "policy-pack")],
    policyPackConfigs: [presetOf(directory, environment)],
    onOutput: (text: string) => process.stdout.write(text),
  };
  const pulumiCommand = await PulumiCommand.get().catch(() => {
    throw new DeployError(
      "The Pulumi CLI is not on the PATH: https://www.pulumi.com/docs/iac/download-install/",
    );
  });
  for (const { name } of [primary, ...replicas]) {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, workDir: directory },
      { pulumiCommand },
    );
    await stack.preview(policies);
    if (options.preview) continue;
    if (!options.yes) await confirm(stack);
    await stack.up(policies);
  }
  return 0;
}

async function confirm({ name }: Stack): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new DeployError(
      `Nobody is there to be asked whether to update ${name}; --yes answers for all of them.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\nUpdate ${name}? Only "yes" does it: `);
  terminal.close();
  if (answer.trim() !== "yes") throw new DeployError(`${name} was not updated.`);
}

async function main(args: readonly string[]): Promise<number> {
  return runCommand(commands.deploy, args, ({ values, words: [environment] }) =>
    deploy(environment, { preview: values.preview === true, yes: values.yes === true }),
  ).catch((error: unknown) => {
    // The CLI has printed already why a command of its own failed.
    throw error instanceof CommandError
      ? new DeployError("pulumi failed; what comes after was not touched.")
      : error;
  });
}

exitWith(
  main(process.argv.slice(2)),
  (error) => error instanceof DeployError || error instanceof EngineError,
);
