import path from "node:path";
import { parseArgs } from "node:util";
import { EngineError } from "./engine";
import { preview } from "./preview";
import { start } from "./start";
import { Workspace } from "./workspace";

const usage = `Usage:
  npm start [-- [--stack ENV] [--exit] [--fresh]]
      Brings an environment's stacks up on this machine and shows what they do. Default: --stack dev.
      --exit   end after the tour: 0 when every step passed, else 1
      --fresh  forget what earlier runs left in .local/
  npm run preview -- STACK [--json] [--policy-config FILE]
      Shows what an update of one stack would do, and what the policies say of it. No cloud is touched.`;

class UsageError extends Error {}

async function main([command, ...rest]: string[]): Promise<number> {
  // The AWS SDK would say on Node 20 that versions to come need a newer one; the lock file keeps this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  switch (command) {
    case "start": {
      const { values } = parse(rest, { stack: "string", exit: "boolean", fresh: "boolean" }, 0);
      const workspace = new Workspace(process.cwd());
      return start(workspace, typeof values.stack === "string" ? values.stack : "dev", {
        exit: values.exit === true,
        fresh: values.fresh === true,
      });
    }
    case "preview": {
      const { values, positionals } = parse(rest, { json: "boolean", "policy-config": "string" }, 1);
      const file = values["policy-config"];
      const workspace = new Workspace(
        process.cwd(),
        typeof file === "string" ? path.resolve(file) : undefined,
      );
      return preview(workspace, positionals[0], values.json === true);
    }
    default:
      throw new UsageError(`there is no command ${JSON.stringify(command)}`);
  }
}

function parse(args: string[], options: Readonly<Record<string, "string" | "boolean">>, positionals: number) {
  try {
    const parsed = parseArgs({
      args,
      options: Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }])),
      allowPositionals: true,
    });
    if (parsed.positionals.length !== positionals) {
      throw new UsageError(positionals === 0 ? `what is "${parsed.positionals[0]}"?` : "which stack?");
    }
    return parsed;
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
    } else {
      console.error(error instanceof EngineError ? `error: ${error.message}` : error);
    }
    process.exitCode = 1;
  },
);
