import { commands, exitWith, runCommand, UsageError } from "../commandLine";
import { didYouMean } from "../components/settings/problems";
import { EngineError } from "../local/engine/errors";
import { stackNames } from "../local/engine/project";
import { stackFindings } from "./check/stackFindings";

/** @returns the exit code */
async function check(stack: string | undefined, directory: string): Promise<number> {
  const known = await stackNames(directory);
  if (known.length === 0 || (stack !== undefined && !known.includes(stack))) {
    const reason =
      stack === undefined ? "There is no stack." : `There is no stack "${stack}" (no Pulumi.${stack}.yaml).`;
    throw new UsageError(
      `${reason}${stack === undefined ? "" : didYouMean(stack, known)} Known stacks: ${known.join(", ") || "none"}.`,
    );
  }
  let code = 0;
  for (const name of stack === undefined ? known : [stack]) {
    const { problems, warnings } = await stackFindings(directory, name);
    for (const warning of warnings) console.error(`warning: ${warning}`);
    console[problems.length > 0 ? "error" : "log"](
      problems.join("\n") || `Pulumi.${name}.yaml: no problems.`,
    );
    code = problems.length > 0 ? 1 : code;
  }
  return code;
}

exitWith(
  runCommand(commands.check, process.argv.slice(2), ({ words: [stack] }) => check(stack, process.cwd())),
  (error) => error instanceof EngineError,
);
