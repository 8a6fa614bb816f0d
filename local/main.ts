import path from "node:path";
import { commands, didYouMean, exitWith, runCommand, UsageError, type Values } from "../commandLine";
import { access, type AccessOptions } from "./access";
import { EngineError } from "./engine";
import { usualPort } from "./ports";
import { preview } from "./preview";
import { start } from "./start";
import { Workspace } from "./workspace";

/** The commands of this entry point: name → what its arguments bring about. The tables are in commandLine/commands.ts. */
const runs: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start: (args) =>
    runCommand(commands.start, args, ({ values }) =>
      start(new Workspace(process.cwd(), undefined, values.account), values.stack ?? "dev", {
        exit: values.exit === true,
        fresh: values.fresh === true,
        port: values.port === undefined ? usualPort : Number(values.port),
      }),
    ),
  preview: (args) =>
    runCommand(commands.preview, args, ({ values, words: [stack] }) => {
      const config = values["policy-config"];
      const workspace = new Workspace(process.cwd(), config === undefined ? undefined : path.resolve(config));
      return preview(workspace, stack, values.json === true);
    }),
  access: (args) =>
    runCommand(commands.access, args, ({ values, words: [stack, ...subject] }) =>
      access(new Workspace(process.cwd()), stack, accessOptions(values, subject)),
    ),
};

function accessOptions(
  { json, html, who, identity }: Values<typeof commands.access>,
  [repository, reference]: readonly string[],
): AccessOptions {
  return {
    ...(json === true ? { format: "json" } : {}),
    ...(html === undefined ? {} : { format: "html" }),
    ...(html === undefined || html === "-" ? {} : { file: path.resolve(html) }),
    ...(who === undefined
      ? {}
      : {
          question: { action: who, repository, reference, ...(identity === undefined ? {} : { identity }) },
        }),
  };
}

async function main([command = "", ...args]: readonly string[]): Promise<number> {
  // The AWS SDK would say on Node 20 that versions to come need a newer one; the lock file keeps this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  if (!Object.hasOwn(runs, command)) {
    const names = Object.keys(runs);
    throw new UsageError(
      `there is no command "${command}".${didYouMean(command, names)} Commands: ${names.join(", ")}.`,
    );
  }
  return runs[command](args);
}

exitWith(main(process.argv.slice(2)), (error) => error instanceof EngineError);
