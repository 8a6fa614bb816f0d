import type { UnnamedKeys } from "./condition";
import { matchesResource, matchesText, tokenize, type Resolve, type Token } from "./pattern";
import type { Patterns, Statement } from "./policy";

const concerned = new WeakMap<Statement, Map<string, boolean>>();

/** Whether a statement is about an action. Remembered: a proof asks the same of every repository and reference. */
export function concerns(statement: Statement, action: string): boolean {
  const known = concerned.get(statement) ?? new Map<string, boolean>();
  concerned.set(statement, known);
  const before = known.get(action);
  if (before !== undefined) return before;
  const { negated, patterns } = statement.actions;
  const named = patterns.some((pattern) => matchesText(tokenize(pattern) ?? [], action, true));
  known.set(action, named !== negated);
  return named !== negated;
}

/**
 * Whether a statement is about a resource.
 * @param resolve Absent for policies whose version has no variables.
 */
export function covers(
  { effect, resources }: Statement,
  resource: string,
  resolve: Resolve | undefined,
  unnamedKeys: UnnamedKeys,
): boolean {
  if (!resources) return true;
  // A pattern that grants, or that exempts from a deny, is read widely; one that protects, narrowly.
  const wide = (effect === "Allow") !== resources.negated;
  const { constant, variable } = compiled(resources, wide);
  const matched =
    constant(resource) ||
    variable.some((pattern) => {
      const tokens = tokenize(pattern, resolve);
      if (tokens) return matchesResource(tokens, resource, wide);
      // A variable without a value: an allow does not apply, neither by Resource nor by NotResource.
      return unnamedKeys === "anything" ? wide : effect === "Allow" && resources.negated;
    });
  return matched !== resources.negated;
}

/** Whether what a pattern says depends on the request. */
export const hasVariable = (pattern: string): boolean => pattern.includes("${");

interface Compiled {
  /** Whether a pattern without variables matches. */
  readonly constant: (resource: string) => boolean;
  readonly variable: readonly string[];
}

const compilations = new WeakMap<Patterns, Compiled>();

/** Whether it is read widely follows from its statement, so that one compilation is enough. */
function compiled(patterns: Patterns, wide: boolean): Compiled {
  const known = compilations.get(patterns) ?? compile(patterns.patterns, wide);
  compilations.set(patterns, known);
  return known;
}

/** A guard lists hundreds of repositories, and is asked about each of them by every team. */
function compile(patterns: readonly string[], wide: boolean): Compiled {
  const constants = patterns.filter((pattern) => !hasVariable(pattern));
  const exact = new Set(constants.filter((pattern) => !/[*?]/.test(pattern)));
  const wild = constants.filter((pattern) => !exact.has(pattern)).map(tokensOf);
  const answers = new Map<string, boolean>();
  return {
    variable: patterns.filter(hasVariable),
    constant(resource) {
      if (exact.has(resource)) return true;
      const before = answers.get(resource);
      if (before !== undefined) return before;
      const answer = wild.some((tokens) => matchesResource(tokens, resource, wide));
      answers.set(resource, answer);
      return answer;
    },
  };
}

const tokensOf = (pattern: string): readonly Token[] => tokenize(pattern) ?? [];
