import path from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { CommandError, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { EngineError } from "../local/engine";
import { findEnvironment } from "../local/environment";
import { presetOf } from "../local/preset";

const usage = `Brings an environment up on AWS: its primary, then every replica, each previewed first.

  npm run deploy -- ENV [--preview] [--yes]

  --preview  show what would change, and change nothing
  --yes      do not ask before each update

The policy pack is enforced in each preview and update. Needs the Pulumi CLI, which is logged in to its backend,
credentials for the account, and Docker for the worker's image.
Exit code: 0 all of it is up, 1 something was refused or failed; what comes after it was not touched.`;

/** What somebody can mend; it is printed without a stack. */
class DeployError extends Error {}

interface Options {
  readonly preview: boolean;
  readonly yes: boolean;
}

async function main(): Promise<void> {
  const { environment, options } = parse(process.argv.slice(2));
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
  if (error instanceof CommandError)
    console.error("\nerror: pulumi failed; what comes after was not touched.");
  else console.error(known ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
