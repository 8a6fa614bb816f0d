import type { Automaton } from "./automaton";

/** What git and CodeCommit both refuse anywhere in a name. */
const forbidden = [..." ~^:?*[\\"];

/** By the last character of what was read: nothing more can be told than what may not follow. */
const [dead, afterSlash, afterDot, afterAt, afterOther] = [0, 1, 2, 3, 4];

const stateAfter = new Map([
  ...forbidden.map((symbol) => [symbol, dead] as const),
  ["/", afterSlash],
  [".", afterDot],
  ["@", afterAt],
  ["{", afterOther],
]);

const pairs: readonly (readonly [number, string])[] = [
  [afterSlash, "/"],
  [afterDot, "."],
  [afterAt, "{"],
];

/**
 * The names that a reference may have, so that nothing needs to be proved of others: none with `//`, `..`, `@{`, a
 * character that git gives another meaning, or a slash or dot at the end. Only what both refuse is left out.
 * @see https://git-scm.com/docs/git-check-ref-format
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
 */
export const referenceNames: Automaton = {
  start: afterSlash,
  symbols: new Set(stateAfter.keys()),
  classOf: (symbol) => (symbol === "{" ? symbol : String(stateAfter.get(symbol))),
  next: (state, symbol) =>
    state === dead || pairs.some(([before, refused]) => state === before && symbol === refused)
      ? dead
      : (stateAfter.get(symbol) ?? afterOther),
  accepts: (state) => state === afterAt || state === afterOther,
  isDead: (state) => state === dead,
};
