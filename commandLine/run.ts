import { version } from "../package.json";
import type { Command } from "./command";
import { refuseNpmOptions } from "./npmOptions";
import { parse, type Parsed } from "./parse";
import { usageOf } from "./usage";

/**
 * Runs a command with its parsed arguments; answers `--help` and `--version` itself, on stdout.
 *
 * @returns the exit code
 * @throws UsageError when the command was typed wrongly
 */
export async function runCommand<const C extends Command>(
  command: C,
  args: readonly string[],
  run: (parsed: Parsed<C>) => Promise<number>,
): Promise<number> {
  refuseNpmOptions(command, args, process.env);
  const parsed = parse(command, args);
  switch (parsed.asksFor) {
    case "help":
      console.log(usageOf(command));
      return 0;
    case "version":
      console.log(`codecommit-platform ${version}`);
      return 0;
    case undefined:
      return run(parsed);
  }
}
