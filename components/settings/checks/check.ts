import { prefixOf } from "../../documents/place";
import { quote } from "../names";
import { didYouMean } from "../problems";
import type { SoundEntries } from "../soundEntries";

/** What a check sees: the settings as they were written, and what is right of them. */
export interface Written {
  readonly raw: Record<string, unknown>;
  readonly sound: SoundEntries;
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

/** Whether a pattern of repositories, in which `*` and `?` match as in IAM, names this one. */
export function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.]/g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(name);
}
