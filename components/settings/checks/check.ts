import { prefixOf } from "../../documents/place";
import { placeOf, quote } from "../names";
import { didYouMean } from "../problems";
import type { SoundEntries } from "../soundEntries";

/** What a check sees: the settings as they were written, and what is right of them. */
export interface Written {
  readonly raw: Record<string, unknown>;
  readonly sound: SoundEntries;
  /** Of the stack; undefined when it is missing, which is reported elsewhere. */
  readonly region: string | undefined;
}

/** Finds what is wrong between entries, each problem with its path and a way out. */
export type Check = (written: Written) => string[];

/** What the names of everything begin with that this stack makes. */
export function ownPrefix({ raw }: Written): string {
  return `${prefixOf(String(raw.environment))}-`;
}

/** `there is no team "x" (declared: a, b). Did you mean "a"?` */
export function missing(what: string, name: string, names: readonly string[]): string {
  const existing = names.length === 0 ? "none is declared yet" : `declared: ${names.join(", ")}`;
  return `there is no ${what} ${quote(name)} (${existing}).${didYouMean(name, names)}`;
}

/** `<path>[0]: there is no repository "x" …`, for each pattern that names none. */
export function patternsWithoutRepository(
  path: string,
  patterns: readonly string[],
  { sound: { repositories } }: Written,
): string[] {
  const names = [...repositories].map(([key, { name = key }]) => name);
  return patterns.flatMap((pattern, index) =>
    names.some((name) => matches(pattern, name))
      ? []
      : [`${path}[${index}]: ${missing("repository", pattern, names)}`],
  );
}

/** The names of the repositories that the patterns name. */
export function repositoriesNamed(
  patterns: readonly string[],
  { sound: { repositories } }: Written,
): string[] {
  return [...repositories]
    .map(([key, { name = key }]) => name)
    .filter((name) => patterns.some((pattern) => matches(pattern, name)));
}

/** One problem when something that is named by its ARN is elsewhere. */
export function elsewhere(path: string, arn: string, region: string | undefined, way: string): string[] {
  const { region: found } = placeOf(arn);
  return region === undefined || found === region
    ? []
    : [`${path}: ${quote(arn)} is in ${found}, but this stack is in ${region}; ${way}`];
}

/** Whether a pattern of repositories, in which `*` and `?` match as in IAM, names this one. */
export function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.]/g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(name);
}
