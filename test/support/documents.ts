import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..", "..");

/** What stands beside the README and everything in docs/, by its path in the project. */
export const documents: readonly string[] = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.replaceAll(path.sep, "/")}`)
    .sort(),
];

export function documentText(document: string): string {
  return readFileSync(path.join(root, document), "utf8");
}

/** The blocks of a language, without the indentation of a list that they stand in. */
export function codeBlocks(document: string, language: string): string[] {
  const blocks = documentText(document).matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm);
  return [...blocks]
    .filter(([, , name]) => name === language)
    .map(([, indent, , text]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

/** Every `npm …` that a document tells to type: in its prose, and line by line in its blocks. */
export function npmCommands(document: string): string[] {
  const lines = ["sh", "text"]
    .flatMap((language) => codeBlocks(document, language))
    .join("\n")
    .split("\n");
  const typed = lines.flatMap((line) => /^(?:\$ )?(npm .*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);
  const prose = documentText(document).replaceAll(/^ *```[^]*?^ *```$/gm, "");
  const spans = [...prose.matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command.replaceAll(/\s+/g, " "));
  return [...typed, ...spans];
}
