/** What an option's value has to look like. */
export interface Form {
  readonly pattern: RegExp;
  /** Follows "takes". */
  readonly text: string;
}

/** An option, `--name`. */
export interface Option {
  /** What its value is called in the usage, for example `FILE`. Absent: the option takes no value. */
  readonly value?: string;
  /** The value of the bare option. Absent: an option with a value needs one. */
  readonly bare?: string;
  /** Absent: any text. */
  readonly form?: Form;
  /** Whether the command does less with it: it must never run without an option that npm kept. */
  readonly limits?: true;
  readonly text: string;
}

export interface Argument {
  /** As the usage calls it, for example `STACK`. */
  readonly name: string;
  readonly text: string;
  readonly optional?: true;
  /** The option that this argument goes with: without it, the argument is unexpected. */
  readonly goesWith?: string;
}

/** Two options that cannot be combined. */
export interface Conflict {
  readonly options: readonly [string, string];
  readonly reason: string;
}

/** A command as it is typed after `npm run`: the one source of its parsing, its usage text and its suggestions. */
export interface Command {
  /** The script in package.json, and words after it that choose one of its jobs. */
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly Argument[];
  readonly options: Readonly<Record<string, Option>>;
  readonly conflicts?: readonly Conflict[];
  /** Option → the option without which it means nothing. */
  readonly needs?: Readonly<Record<string, string>>;
  /** The option that an unexpected argument was probably meant for. */
  readonly strayArgument?: string;
  /** Printed below the options. */
  readonly notes?: string;
}

/** The script of package.json that runs a command. */
export function scriptOf({ name }: Pick<Command, "name">): string {
  return name.split(" ")[0];
}

/**
 * The line to type.
 *
 * @example invocation(commands.start, ["--exit"]) // "npm start -- --exit"
 */
export function invocation({ name }: Pick<Command, "name">, words: readonly string[]): string {
  const [script, ...job] = name.split(" ");
  const rest = [...job, ...words];
  const run = script === "start" || script === "test" ? `npm ${script}` : `npm run ${script}`;
  return rest.length === 0 ? run : `${run} -- ${rest.map(quoted).join(" ")}`;
}

/** For a POSIX shell; brackets stay, because the usage has them. */
function quoted(word: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
