import { type Command, invocation, type Option } from "./command";

/** The options of every command. */
export const commonOptions = {
  help: { text: "print this text (also -h)" },
  version: { text: "print the version" },
} as const satisfies Readonly<Record<string, Option>>;

/** What `--help` prints, and what a misuse is answered with. */
export function usageOf(command: Command): string {
  const rows = [
    ...command.arguments.map(({ name, text }) => [name, text]),
    ...Object.entries<Option>({ ...command.options, ...commonOptions }).map(([name, option]) => [
      optionText(name, option),
      option.text,
    ]),
  ];
  const width = Math.max(...rows.map(([term]) => term.length));
  return [
    command.summary,
    "",
    `  ${invocation(command, synopsis(command))}`,
    "",
    ...rows.map(
      ([term, text]) => `  ${term.padEnd(width)}  ${text.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`,
    ),
    ...(command.notes === undefined ? [] : ["", command.notes]),
  ].join("\n");
}

/** `--html [FILE]` */
export function optionText(name: string, { value, bare }: Option): string {
  if (value === undefined) {
    return `--${name}`;
  }
  return bare === undefined ? `--${name} ${value}` : `--${name} [${value}]`;
}

function synopsis({ arguments: words, options }: Command): string[] {
  return [
    ...words
      .filter(({ goesWith }) => goesWith === undefined)
      .map(({ name, optional }) => (optional ? `[${name}]` : name)),
    ...(Object.keys(options).length === 0 ? [] : ["[options]"]),
  ];
}
