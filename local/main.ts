import path from "node:path";
import { parseArgs } from "node:util";
import { access } from "./access";
import { EngineError } from "./engine";
import { usualPort } from "./ports";
import { preview } from "./preview";
import { start } from "./start";
import { Workspace } from "./workspace";

const usage = `Usage:
  npm start [-- [--stack ENV] [--exit] [--fresh] [--port PORT] [--account ID]]
      Brings an environment's stacks up on this machine and shows what they do. Default: --stack dev.
      --exit   end after the tour: 0 when every step passed, else 1
      --fresh  forget what earlier runs of ENV left in .local/
      --port   of the region where people push; the others follow. Default: ${usualPort}
      --account  of the local cloud. Default: the first of allowedAccountIds
  npm run preview -- STACK [--json] [--policy-config FILE]
      Shows what an update of one stack would do, and what the policies say of it. No cloud is touched.
  npm run access -- STACK [--json | --html [FILE]]
      Shows who may push to, merge into, delete, approve for and override what, and the statements that decide.
  npm run access -- STACK --who ACTION REPOSITORY [REFERENCE] [--identity NAME] [--json]
      Answers one question, for example: --who codecommit:GitPush payments-api refs/heads/main`;

const startOptions = {
  stack: "string",
  exit: "boolean",
  fresh: "boolean",
  port: "string",
  account: "string",
} as const;

class UsageError extends Error {}

async function main([command, ...rest]: string[]): Promise<number> {
  // The AWS SDK would say on Node 20 that versions to come need a newer one; the lock file keeps this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  switch (command) {
    case "start": {
      const { values } = parse(rest, startOptions, 0);
      const account = typeof values.account === "string" ? values.account : undefined;
      const workspace = new Workspace(process.cwd(), undefined, account);
      return start(workspace, typeof values.stack === "string" ? values.stack : "dev", {
        exit: values.exit === true,
        fresh: values.fresh === true,
        port: values.port === undefined ? usualPort : Number(values.port),
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
    case "access":
      return runAccess(rest);
    default:
      throw new UsageError(`there is no command ${JSON.stringify(command)}`);
  }
}

function runAccess(args: string[]): Promise<number> {
  const options = { json: "boolean", html: "string", who: "string", identity: "string" } as const;
  const { values, positionals } = parse(htmlToStdout(args), options, 1, 3);
  const [stack, repository, reference] = positionals;
  const { json, html, who: action, identity } = values;
  if (json === true && html !== undefined) {
    throw new UsageError("--json or --html?");
  }
  if (typeof action !== "string") {
    if (repository !== undefined || identity !== undefined) {
      throw new UsageError(`what is "${repository ?? "--identity"}"? Questions begin with --who ACTION`);
    }
  } else if (html !== undefined) {
    throw new UsageError("--html shows the whole matrix, and --who asks one question");
  }
  return access(new Workspace(process.cwd()), stack, {
    ...(json === true ? { format: "json" } : {}),
    ...(typeof html === "string" ? { format: "html" } : {}),
    ...(typeof html === "string" && html !== "-" ? { file: path.resolve(html) } : {}),
    ...(typeof action === "string"
      ? { question: { action, repository, reference, ...(typeof identity === "string" ? { identity } : {}) } }
      : {}),
  });
}

/** `--html` takes a file or nothing; the parser knows no such option. */
function htmlToStdout(args: readonly string[]): string[] {
  return args.map((arg, index) =>
    arg === "--html" && (args.at(index + 1) ?? "--").startsWith("--") ? "--html=-" : arg,
  );
}

function parse(
  args: string[],
  options: Readonly<Record<string, "string" | "boolean">>,
  fewest: number,
  most = fewest,
) {
  try {
    const parsed = parseArgs({
      args,
      options: Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }])),
      allowPositionals: true,
    });
    const { positionals } = parsed;
    if (positionals.length < fewest) {
      throw new UsageError("which stack?");
    }
    if (positionals.length > most) {
      throw new UsageError(`what is "${positionals[most]}"?`);
    }
    return parsed;
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    // What a signal has ended may still have child processes at work, which end with this one.
    if (code > 128) process.exit(code);
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
