import { PatternAutomaton, type Mode } from "./patternAutomaton";
import type { Token } from "./token";

export type { Token };

/**
 * What a policy variable stands for: a value; none, so that a default counts; any value or none, for a proof about all
 * of them (`open`); or any as well, of which only the default is to be taken for one that grants (`closed`).
 */
export type VariableValue = { readonly text: string } | "none" | "open" | "closed";

/** Finds what the variable of a key stands for. */
export type Resolve = (key: string) => VariableValue;

/**
 * Splits a pattern into literal text and wildcards and replaces `${key}` and `${key, 'default'}`.
 * `${*}`, `${?}` and `${$}` are the literal characters. Without `resolve` (policy version 2008-10-17) variables are text.
 * @param wide Whether a variable whose value is open may be any text. Otherwise nothing is certain to match it, and its
 *   default, if it has one, says as little: a request with another value may come.
 * @returns undefined when nothing matches for certain: a variable has neither a value nor a default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function tokenize(pattern: string, resolve?: Resolve, wide = false): readonly Token[] | undefined {
  if (resolve && hasVariable(pattern)) return split(pattern, resolve, wide);
  const known = constants.get(pattern) ?? split(pattern);
  if (known) constants.set(pattern, known);
  return known;
}

/** Patterns without variables are the same for every request; a proof asks thousands. */
const constants = new Map<string, readonly Token[]>();

/** Whether what a pattern says depends on the request. */
export const hasVariable = (pattern: string): boolean => pattern.includes("${");

/** Whether a pattern has a variable that has certainly neither a value nor a default. */
export function lacksValue(pattern: string, resolve: Resolve | undefined): boolean {
  const closed: Resolve | undefined =
    resolve &&
    ((key) => {
      const value = resolve(key);
      return value === "none" ? value : { text: "" };
    });
  return tokenize(pattern, closed) === undefined;
}

function split(pattern: string, resolve?: Resolve, wide = false): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pieces = resolve ? /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g : /()[*?]|[^*?]+/g;
  for (const [piece, variable] of pattern.matchAll(pieces)) {
    if (piece === "*" || piece === "?") tokens.push({ wildcard: piece });
    else if (!variable) tokens.push({ text: piece });
    else {
      const token = resolve && substitute(variable, resolve, wide);
      if (token === undefined) return undefined;
      tokens.push(token);
    }
  }
  return tokens;
}

function substitute(variable: string, resolve: Resolve, wide: boolean): Token | undefined {
  if (["*", "?", "$"].includes(variable)) return { text: variable };
  const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/.exec(variable) ?? [];
  if (!key) return undefined;
  const value = resolve(key);
  if (typeof value === "object") return value;
  if (value === "open" && wide) return { wildcard: "*", open: true };
  const counts = value === "none" || wide;
  return counts && fallback !== undefined ? { text: fallback } : undefined;
}

/** Matches text in which `*` is any run of characters and `?` any single one, in time linear in the text. */
export function matchesText(tokens: readonly Token[], value: string, ignoreCase = false): boolean {
  return automatonOf(tokens, ignoreCase ? "ignoreCase" : "exact").matches(value);
}

/**
 * Matches a Resource element. AWS documents that a wildcard stays within its colon-separated segment, and that `*`
 * as the last character of a segment may reach beyond; it does not promise that any other wildcard stays within.
 * So a `wide` reading lets every wildcard cross colons and a narrow one only where AWS says so: callers read what
 * grants widely and what protects narrowly.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(tokens: readonly Token[], value: string, wide: boolean): boolean {
  return automatonOf(tokens, resourceMode(wide)).matches(value);
}

export const resourceMode = (wide: boolean): Mode => (wide ? "exact" : "withinSegments");

/**
 * Matches an ARN in a condition: each of the six components on its own; the sixth runs to the end, colons and all.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(tokens: readonly Token[], value: string): boolean {
  // An open variable may bring colons along.
  if (tokens.some((token) => "open" in token)) return matchesText(tokens, value);
  const patterns = components(tokens);
  const parts = components([{ text: value }]);
  if (patterns.length !== 6 || parts.length !== 6) return false;
  return patterns.every((pattern, index) => matchesText(pattern, parts[index].map(textOf).join("")));
}

function components(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  for (const token of tokens) {
    if ("wildcard" in token) found[found.length - 1].push(token);
    else {
      const room = 6 - found.length;
      const pieces = token.text.split(":");
      const kept = [
        ...pieces.slice(0, room),
        ...(pieces.length > room ? [pieces.slice(room).join(":")] : []),
      ];
      kept.forEach((text, index) =>
        index === 0 ? found[found.length - 1].push({ text }) : found.push([{ text }]),
      );
    }
  }
  return found;
}

export const textOf = (token: Token): string => ("text" in token ? token.text : token.wildcard);

const automata: Readonly<Record<Mode, WeakMap<readonly Token[], PatternAutomaton>>> = {
  exact: new WeakMap(),
  ignoreCase: new WeakMap(),
  withinSegments: new WeakMap(),
};

function automatonOf(tokens: readonly Token[], mode: Mode): PatternAutomaton {
  const known = automata[mode].get(tokens) ?? new PatternAutomaton([tokens], mode);
  automata[mode].set(tokens, known);
  return known;
}
