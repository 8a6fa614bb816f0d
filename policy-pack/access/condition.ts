import { comparisons, type Comparison } from "./operators";
import { hasVariable, tokenize, type Resolve, type Token } from "./pattern";
import { PatternAutomaton } from "./patternAutomaton";
import { PolicyError } from "./policyError";

/** One operator on one condition key. All conditions of a statement must hold. */
export interface Condition {
  /** As written, for example "ForAnyValue:StringLikeIfExists". */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly test: Test;
}

type Test =
  | { readonly kind: "null" }
  | {
      readonly kind: "compare";
      readonly comparison: Comparison;
      readonly ifExists: boolean;
      readonly set?: "ForAnyValue" | "ForAllValues";
    };

/** What a condition is judged against. */
export interface ConditionRequest {
  /** The values of a key; empty: the key is not in the request; undefined: the request does not name it. */
  readonly valuesOf: (key: string) => readonly string[] | undefined;
  /** Whether a key may have more values than those: see `AccessRequest.mayHaveMore`. */
  readonly mayHaveMore?: (key: string) => boolean;
  /** Absent for policies whose version has no variables. */
  readonly resolve?: Resolve;
  readonly effect: "Allow" | "Deny";
  /** What AWS does with a key that is not named, or anything the caller might wish. */
  readonly unnamedKeys: UnnamedKeys;
}

/**
 * How to read condition keys that a request does not name: as `missing`, which is what AWS does with a request, or as
 * `anything`, for a proof about every request: an allow's condition may then hold, a deny's may not.
 */
export type UnnamedKeys = "missing" | "anything";

/** @throws {PolicyError} when the operator is unknown or cannot read one of the values. */
export function parseCondition(operator: string, key: string, values: readonly string[]): Condition {
  const test = parseOperator(operator);
  const accepts =
    test.kind === "null" ? (value: string) => /^(true|false)$/i.test(value) : test.comparison.accepts;
  const bad = values.find((value) => !accepts(value));
  if (bad !== undefined) {
    throw new PolicyError(`Condition operator "${operator}" cannot compare ${key} with "${bad}".`);
  }
  return { operator, key, values, test };
}

function parseOperator(operator: string): Test {
  // IfExists may follow every operator but Null: #Conditions_IfExists.
  if (operator === "Null") return { kind: "null" };
  const [, set, base, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const comparison = comparisons.get(base);
  if (!comparison) throw new PolicyError(`Unknown condition operator "${operator}".`);
  return {
    kind: "compare",
    comparison,
    ifExists: ifExists !== undefined,
    ...(set === "ForAnyValue" || set === "ForAllValues" ? { set } : {}),
  };
}

/**
 * Whether a condition holds. Missing keys as AWS documents: no match, so positive operators fail and negated ones
 * hold; `…IfExists` holds; ForAllValues holds, also on nothing but empty text, and ForAnyValue does not. A variable without a value matches nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holds(condition: Condition, request: ConditionRequest): boolean {
  const { key, values, test } = condition;
  const favourable = request.effect === "Allow";
  const named = request.valuesOf(key);
  if (named === undefined && request.unnamedKeys === "anything") return favourable;
  const actual = named ?? [];
  if (test.kind === "null")
    return values.some((value) => (value.toLowerCase() === "true") === (actual.length === 0));
  const { comparison, ifExists } = test;
  if (actual.length === 0)
    return ifExists || test.set === "ForAllValues" || (!test.set && comparison.negated);
  if (test.set === "ForAllValues" && actual.every((value) => value === "")) return true;
  // One value more makes any of them match, or not all: whatever suits the caller.
  if (test.set === (favourable ? "ForAnyValue" : "ForAllValues") && request.mayHaveMore?.(key))
    return favourable;
  const wide = isWide(condition, request.effect);
  const written = writtenIn(condition, request.resolve, wide);
  const matches = (value: string) =>
    written.some((tokens) => comparison.matches(value, tokens, wide)) !== comparison.negated;
  // AWS leaves a plain operator on several values undefined: an allow then needs them all, a deny any.
  const set = test.set ?? (favourable ? "ForAllValues" : "ForAnyValue");
  return set === "ForAllValues" ? actual.every(matches) : actual.some(matches);
}

/** What grants is read widely: by a match, or by the lack of one. */
function isWide({ test }: Condition, effect: ConditionRequest["effect"]): boolean {
  return (effect === "Allow") !== (test.kind === "compare" && test.comparison.negated);
}

/** The values of a condition for one request; without those of which nothing is certain to match. */
function writtenIn({ values, test }: Condition, resolve: Resolve | undefined, wide: boolean) {
  const variables = test.kind === "compare" && test.comparison.variables ? resolve : undefined;
  return values.flatMap((value) => {
    const tokens = tokenize(value, variables, wide);
    return tokens ? [tokens] : [];
  });
}

/**
 * The texts that any value of a condition matches: two that no condition on a key tells apart in this way, none tells
 * apart in any other way, for all else that a condition says of a key follows from it.
 * @returns undefined when the condition compares no values.
 */
export function languageOf(
  condition: Condition,
  effect: ConditionRequest["effect"],
  resolve: Resolve | undefined,
): PatternAutomaton | undefined {
  const { values, test } = condition;
  if (test.kind === "null") return undefined;
  const known = languages.get(condition);
  if (known) return known;
  // Other operators than those on text can match no reference but one that is written there.
  const { patternOf, ignoreCase } = test.comparison.text ?? {
    patternOf: (tokens: readonly Token[]) => tokens,
    ignoreCase: false,
  };
  const written = writtenIn(condition, resolve, isWide(condition, effect));
  const patterns = written.map(patternOf);
  const key = JSON.stringify([ignoreCase, patterns]);
  const language = byContent.get(key) ?? new PatternAutomaton(patterns, ignoreCase ? "ignoreCase" : "exact");
  byContent.set(key, language);
  if (!values.some(hasVariable)) languages.set(condition, language);
  return language;
}

const languages = new WeakMap<Condition, PatternAutomaton>();

/** Guards of different policies say the same of references: what is found out of one then holds for all. */
const byContent = new Map<string, PatternAutomaton>();
