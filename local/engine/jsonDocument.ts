import { isObject, type Value, type Values } from "./values";

/** The structure of a text that is a JSON object or list; undefined for any other value. */
export function asDocument(value: Value): Value {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) {
    return undefined;
  }
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

/** Whether it is a policy of IAM's language, of an identity or of a resource. */
export function isPolicy(document: Value): document is Values {
  return isObject(document) && (Array.isArray(document.Statement) || isObject(document.Statement));
}

/**
 * A policy in the form in which it is compared. A list of one means the same as its element, and no order in a policy
 * means anything: the AWS provider compares so, too (SuppressEquivalentPolicyDiffs of terraform-provider-aws, by
 * hashicorp/awspolicyequivalence).
 */
export function policyForComparison(policy: Values): Values {
  return { ...policy, Statement: asList(policy.Statement).map(statementForComparison) };
}

function statementForComparison(statement: Value): Value {
  if (!isObject(statement)) {
    return statement;
  }
  const entries = Object.entries(statement).map(([key, value]): [string, Value] => {
    switch (key) {
      case "Action":
      case "NotAction":
      case "Resource":
      case "NotResource":
        return [key, asList(value)];
      case "Principal":
      case "NotPrincipal":
        return [key, isObject(value) ? mapValues(value, asList) : value];
      case "Condition":
        return [key, isObject(value) ? mapValues(value, conditionForComparison) : value];
      default:
        return [key, value];
    }
  });
  return Object.fromEntries(entries);
}

/** Conditions hold texts: `true` and `"true"` are one. */
function conditionForComparison(keys: Value): Value {
  return isObject(keys) ? mapValues(keys, (value) => asList(value).map(String)) : keys;
}

function mapValues(values: Values, change: (value: Value) => Value): Values {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

function asList(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * Whether the order of a document's lists means something. It does not in an approval rule, whose references and
 * members are sets, and in an event pattern, whose lists are alternatives.
 */
export function orderMatters(path: string, document: Value): boolean {
  const isApprovalRule = isObject(document) && Array.isArray(document.Statements);
  return !isApprovalRule && !/(^|\.)eventPattern$/.test(path);
}
