import { distance } from "fastest-levenshtein";
import { type Command, invocation, type Option, scriptOf } from "./command";
import { UsageError } from "./usageError";
import { withoutPasswords } from "./withoutPasswords";

/**
 * The options of ours that npm has too. npm sets them from .npmrc and the environment as well, so it cannot be told
 * whether they were typed.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/config
 */
export const npmsOwn: readonly string[] = ["json", "yes", "dry-run"];

type Environment = Readonly<Record<string, string | undefined>>;

/** An option that npm kept. */
interface Kept {
  /** As npm was given it; perhaps misspelt. */
  readonly written: string;
  /** As the command calls it. */
  readonly name: string;
  /** "true" where npm saw no value. */
  readonly value: string;
}

/**
 * npm keeps the options before `--`, and scripts get them as `npm_config_*` only: `npm start --fresh` would run without
 * `--fresh`. Seen with npm 10.8 and 11.19; npm 11 adds the warning "Unknown cli config".
 *
 * An option that npm has too is refused only where the command does more without it, such as `--dry-run`; otherwise a
 * note on stderr says that npm kept it.
 *
 * @throws UsageError with the line to type
 */
export function refuseNpmOptions(command: Command, args: readonly string[], environment: Environment): void {
  // Another script that runs this one has options of its own.
  if (environment.npm_lifecycle_event !== scriptOf(command)) {
    return;
  }
  const kept = keptOptions(command, args, environment);
  if (kept.length === 0) {
    return;
  }
  const written = kept.map((option) => `--${option.written}`).join(" and ");
  const problem =
    `npm kept ${written} for itself, because a command's options stand after "--". ` +
    `Type: ${invocation(command, mendedArguments(command, args, kept).map(withoutPasswords))}`;
  if (kept.every(({ name }) => npmsOwn.includes(name) && command.options[name].limits !== true)) {
    console.error(`note: ${problem}`);
  } else {
    throw new UsageError(problem);
  }
}

/** In the order of the command's table: an environment has none. */
function keptOptions({ options }: Command, args: readonly string[], environment: Environment): Kept[] {
  const kept = Object.entries(environment).flatMap(([key, value = ""]) => {
    const written = /^npm_config_(\w+)$/.exec(key)?.[1].replaceAll("_", "-");
    const name = written === undefined ? undefined : optionMeant(written, Object.keys(options));
    if (written === undefined || name === undefined || isGiven(name, args)) {
      return [];
    }
    // npm passes a false as "": `--no-fresh`, or `fund=false` in .npmrc.
    const isNegated = value === "" && (options[name].value === undefined || npmsOwn.includes(name));
    return isNegated ? [] : [{ written, name, value }];
  });
  const names = Object.keys(options);
  return kept.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
}

/** At most this many letters of a long option may differ: npm has options of its own that are near to short ones. */
const MISTYPED_LETTERS = 2;

function optionMeant(written: string, names: readonly string[]): string | undefined {
  return names.includes(written)
    ? written
    : names.find((name) => name.length > 4 && distance(written, name) <= MISTYPED_LETTERS);
}

function isGiven(name: string, args: readonly string[]): boolean {
  return args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
}

function mendedArguments(command: Command, args: readonly string[], kept: readonly Kept[]): string[] {
  // npm does not know that `--stack` takes a value: in `npm start --stack prod`, "prod" is an argument.
  const lost = kept.filter(({ name, value }) => lacksValue(command.options[name], value));
  const [stray, ...others] = command.arguments.length === 0 && lost.length === 1 ? args : ["", ...args];
  const words = kept.flatMap(({ name, value }) => {
    const option = command.options[name];
    if (option.value === undefined || (option.bare !== undefined && value === "true")) {
      return [`--${name}`];
    }
    return [`--${name}`, lacksValue(option, value) ? stray || option.value : value];
  });
  return [...others, ...words];
}

function lacksValue({ value, bare }: Option, given: string): boolean {
  return value !== undefined && bare === undefined && (given === "true" || given === "");
}
