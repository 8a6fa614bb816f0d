import { comparisons, type Comparison } from "./operators";
import { tokenize, type Resolve } from "./pattern";
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
  const written = values.map((value) => tokenize(value, comparison.variables ? request.resolve : undefined));
  if (written.includes(undefined) && request.unnamedKeys === "anything") return favourable;
  // What grants is read widely: by a match, or by the lack of one.
  const wide = favourable !== comparison.negated;
  const matches = (value: string) =>
    written.some((tokens) => tokens && comparison.matches(value, tokens, wide)) !== comparison.negated;
  // AWS leaves a plain operator on several values undefined: an allow then needs them all, a deny any.
  const set = test.set ?? (favourable ? "ForAllValues" : "ForAnyValue");
  return set === "ForAllValues" ? actual.every(matches) : actual.some(matches);
}
