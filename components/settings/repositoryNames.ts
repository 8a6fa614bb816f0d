import { matches } from "./checks/check";

/** The names of the declared repositories that the patterns name, in the order of the settings. */
export function repositoryNames(
  repositories: Readonly<Record<string, { readonly name: string }>>,
  patterns: readonly string[],
): string[] {
  return Object.values(repositories)
    .map(({ name }) => name)
    .filter((name) => patterns.some((pattern) => matches(pattern, name)));
}
