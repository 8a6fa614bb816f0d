import { parseArgs } from "node:util";
import { type Command, invocation, type Option } from "./command";
import { nearestOf } from "./suggestion";
import { commonOptions, optionText, usageOf } from "./usage";
import { UsageError } from "./usageError";
import { withoutPasswords } from "./withoutPasswords";

/** The values of a command's options: `true` for one that takes no value, undefined for one that was not given. */
export type Values<C extends Command> = {
  readonly [Name in keyof C["options"]]?: C["options"][Name] extends { readonly value: string }
    ? string
    : true;
};

export interface Parsed<C extends Command> {
  readonly values: Values<C>;
  /** As many as the command requires, and at most as many as it knows. */
  readonly words: readonly string[];
  /** Whether help or the version is asked for; the rest is then not checked. */
  readonly asksFor?: "help" | "version";
}

/**
 * Reads a command line by the command's own table.
 *
 * @throws UsageError with a suggestion and the command's usage
 */
export function parse<const C extends Command>(command: C, args: readonly string[]): Parsed<C> {
  const refuse = (problem: string): never => {
    throw new UsageError(`${problem}\n\n${usageOf(command)}`);
  };
  const known: Readonly<Record<string, Option>> = { ...command.options, ...commonOptions };
  const { tokens, positionals } = parseArgs({
    args: withBareValues(command, args),
    options: {
      ...Object.fromEntries(
        Object.entries(known).map(([name, { value }]) => [
          name,
          { type: value === undefined ? ("boolean" as const) : ("string" as const) },
        ]),
      ),
      help: { type: "boolean", short: "h" },
    },
    allowPositionals: true,
    // Its own messages are for programmers.
    strict: false,
    tokens: true,
  });
  const values: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind !== "option") {
      continue;
    }
    const { name, rawName, value } = token;
    if (!Object.hasOwn(known, name)) {
      return refuse(unknownOption(rawName, known));
    }
    const problem = valueProblem(name, known[name], value, token.inlineValue === true);
    if (problem !== undefined) {
      return refuse(problem);
    }
    if (name in values) {
      return refuse(`option --${name} is given twice`);
    }
    values[name] = value ?? true;
  }
  const parsed = { values: values as Values<C>, words: positionals };
  if (values.help === true || values.version === true) {
    return { ...parsed, asksFor: values.help === true ? "help" : "version" };
  }
  const problem = combinationProblem(command, values) ?? wordsProblem(command, values, positionals);
  return problem === undefined ? parsed : refuse(problem);
}

/** `--html` takes a value or none; parseArgs knows no such option. */
function withBareValues({ options }: Command, args: readonly string[]): string[] {
  return args.map((arg, at) => {
    const name = arg.startsWith("--") ? arg.slice(2) : "";
    const bare = Object.hasOwn(options, name) ? options[name].bare : undefined;
    return bare !== undefined && (args.at(at + 1) ?? "-").startsWith("-") ? `${arg}=${bare}` : arg;
  });
}

function unknownOption(written: string, known: Readonly<Record<string, Option>>): string {
  const names = Object.keys(known);
  const nearest = nearestOf(written.replace(/^-+/, ""), names);
  const hint = nearest === undefined ? "" : ` Did you mean "--${nearest}"?`;
  return `unknown option "${written}".${hint} Options: ${names.map((name) => `--${name}`).join(", ")}.`;
}

function valueProblem(
  name: string,
  option: Option,
  value: string | undefined,
  isInline: boolean,
): string | undefined {
  if (option.value === undefined) {
    return value === undefined ? undefined : `option --${name} takes no value, but is given "${value}"`;
  }
  if (value === undefined || value === "") {
    return `missing value: ${optionText(name, option)}`;
  }
  if (option.form?.pattern.test(value) === false) {
    return `option --${name} takes ${option.form.text}, but is given "${value}"`;
  }
  return value.startsWith("-") && value !== "-" && !isInline
    ? `missing value: ${optionText(name, option)}; "${value}" is an option (a value that begins with "-" is written --${name}=${value})`
    : undefined;
}

type Given = Readonly<Record<string, string | true>>;

function combinationProblem({ conflicts = [], needs = {} }: Command, values: Given): string | undefined {
  const conflict = conflicts.find(({ options }) => options.every((name) => name in values));
  if (conflict !== undefined) {
    const [one, other] = conflict.options;
    return `--${one} and --${other} cannot be combined: ${conflict.reason}`;
  }
  const [lonely] = Object.entries(needs).filter(([name, needed]) => name in values && !(needed in values));
  return lonely === undefined ? undefined : `--${lonely[0]} goes with --${lonely[1]}`;
}

function wordsProblem(command: Command, values: Given, words: readonly string[]): string | undefined {
  const accepted = command.arguments.filter(({ goesWith }) => goesWith === undefined || goesWith in values);
  const missing = accepted.find(({ optional }, at) => optional !== true && at >= words.length);
  if (missing !== undefined) {
    return `missing argument ${missing.name}`;
  }
  if (words.length <= accepted.length) {
    return undefined;
  }
  const stray = words[accepted.length];
  return `unexpected argument "${withoutPasswords(stray)}"${strayHint(command, values, stray, accepted.length)}`;
}

function strayHint(command: Command, values: Given, stray: string, at: number): string {
  const { options, strayArgument } = command;
  const argument = command.arguments.at(at);
  if (argument?.goesWith !== undefined) {
    const { name, goesWith } = argument;
    return `: ${name} goes with ${optionText(goesWith, options[goesWith])}`;
  }
  const nearest = nearestOf(stray, Object.keys(options));
  if (nearest !== undefined) {
    return `. Did you mean "--${nearest}"?`;
  }
  return strayArgument === undefined || strayArgument in values
    ? ""
    : `. Did you mean "${invocation(command, [`--${strayArgument}`, stray])}"?`;
}
