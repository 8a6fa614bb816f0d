import { completed, isIncompleteArn } from "./incompleteArn";
import { hasVariable, lacksValue, matchesText, resourceMode, tokenize, type Resolve } from "./pattern";
import { PatternAutomaton } from "./patternAutomaton";
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
export function covers(statement: Statement, resource: string, resolve: Resolve | undefined): boolean {
  const { effect, resources } = statement;
  if (!resources) return true;
  const wide = isWide(statement);
  const { constant, variable } = compiled(resources, wide);
  if (constant(resource)) return !resources.negated;
  if (variable.length === 0) return resources.negated;
  // A variable without a value: an allow does not apply, neither by Resource nor by NotResource.
  if (effect === "Allow" && resources.negated && variable.some((pattern) => lacksValue(pattern, resolve)))
    return false;
  return automatonOf(variable, resolve, wide).matches(resource) !== resources.negated;
}

/** A pattern that grants, or that exempts from a deny, is read widely; one that protects, narrowly. */
function isWide({ effect, resources }: Statement): boolean {
  return (effect === "Allow") !== resources?.negated;
}

/**
 * The resources that the patterns of a statement match, whether it is about them or about all others.
 * @returns undefined when it has none.
 */
export function resourceLanguage(
  statement: Statement,
  resolve: Resolve | undefined,
): PatternAutomaton | undefined {
  const { resources } = statement;
  if (!resources) return undefined;
  const wide = isWide(statement);
  const known = languages.get(resources);
  if (known) return known;
  const language = automatonOf(resources.patterns, resolve, wide);
  if (!resources.patterns.some(hasVariable)) languages.set(resources, language);
  return language;
}

const languages = new WeakMap<Patterns, PatternAutomaton>();

function automatonOf(
  patterns: readonly string[],
  resolve: Resolve | undefined,
  wide: boolean,
): PatternAutomaton {
  const filled = patterns.map((pattern) => tokenize(pattern, resolve, wide));
  return new PatternAutomaton(
    filled.flatMap((tokens) => (tokens ? completed(tokens, wide) : [])),
    resourceMode(wide),
  );
}

interface Compiled {
  /** Whether a pattern without variables matches. */
  readonly constant: (resource: string) => boolean;
  /** Patterns that say something else for each request. */
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
  const isExact = (pattern: string) => !/[*?]/.test(pattern) && !isIncompleteArn(tokenize(pattern) ?? []);
  const exact = new Set(constants.filter(isExact));
  const others = constants.filter((pattern) => !isExact(pattern));
  const wild = automatonOf(others, undefined, wide);
  return {
    constant: (resource) => exact.has(resource) || (others.length > 0 && wild.matches(resource)),
    variable: patterns.filter(hasVariable),
  };
}
