import { isObject } from "../properties";
import { invalid, leafMatcher, type Matcher } from "./matchers";

/** A pattern, checked. */
export type EventPattern = (event: Readonly<Record<string, unknown>>) => boolean;

/**
 * Reads an event pattern.
 *
 * @throws {AwsError} InvalidEventPatternException naming what is wrong: an unknown operator never matches silently.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function parsePattern(json: string): EventPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(json);
  } catch {
    throw invalid("it is not JSON");
  }
  if (!isObject(pattern)) throw invalid("it is not an object");
  return parseObject(pattern, "");
}

/** All fields must match. */
function parseObject(pattern: Readonly<Record<string, unknown>>, path: string): EventPattern {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw invalid(`empty object at "${path}"`);
  const tests = fields.map(([key, value]): EventPattern => {
    const here = path === "" ? key : `${path}.${key}`;
    if (key === "$or") return parseOr(value, path);
    if (Array.isArray(value)) {
      const matches = parseLeaf(value, here);
      return (event) => matches(event[key]);
    }
    if (!isObject(value)) throw invalid(`"${here}" must be an object or an array`);
    const inner = parseObject(value, here);
    return (event) => {
      const found = event[key];
      if (Array.isArray(found)) return found.filter(isObject).some(inner);
      // A field that is absent may still be wanted so: {"exists": false}.
      return inner(isObject(found) ? found : {});
    };
  });
  return (event) => tests.every((test) => test(event));
}

function parseOr(value: unknown, path: string): EventPattern {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    throw invalid(`"$or" at "${path}" must be an array of at least two objects`);
  }
  const alternatives = value.map((alternative) => parseObject(alternative, path));
  return (event) => alternatives.some((alternative) => alternative(event));
}

/** One of the matchers must match the value; of an array, one of its elements. */
function parseLeaf(matchers: readonly unknown[], path: string): Matcher {
  if (matchers.length === 0) throw invalid(`empty arrays are not allowed, at "${path}"`);
  const tests = matchers.map((matcher) => leafMatcher(matcher, path));
  return (value) => tests.some((test) => test(value));
}
