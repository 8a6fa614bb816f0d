import { AwsError } from "../awsError";
import { isObject } from "../properties";

/** Tests a field's value; undefined when the event does not have the field. */
export type Matcher = (value: unknown) => boolean;

/** Tests one scalar that is there. */
type Test = (value: unknown) => boolean;

/** A matcher of a pattern's array: a value, or an object with one operator. */
export function leafMatcher(matcher: unknown, path: string): Matcher {
  if (isScalar(matcher)) return anyElement((value) => value === matcher);
  const [operator, operand] = single(matcher, path);
  switch (operator) {
    case "exists":
      if (typeof operand !== "boolean") throw invalid(`"exists" at "${path}" must be true or false`);
      return (value) => (value !== undefined) === operand;
    case "anything-but":
      return anyElement(anythingBut(operand, path));
    case "numeric":
      return anyElement(numeric(operand, path));
    default:
      return anyElement(textTest(operator, operand, path));
  }
}

function textTest(operator: string, operand: unknown, path: string): Test {
  const wanted = () => {
    if (typeof operand === "string") return operand;
    throw invalid(`"${operator}" at "${path}" must be a string`);
  };
  const ofText =
    (test: (value: string) => boolean): Test =>
    (value) =>
      typeof value === "string" && test(value);
  switch (operator) {
    case "prefix":
    case "suffix": {
      const ignoreCase = isObject(operand);
      const [inner, part] = ignoreCase ? single(operand, path) : [undefined, wanted()];
      if (typeof part !== "string" || (ignoreCase && inner !== "equals-ignore-case")) {
        throw invalid(`"${operator}" at "${path}" must be a string or {"equals-ignore-case": string}`);
      }
      const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
      return ofText((value) =>
        operator === "prefix" ? fold(value).startsWith(fold(part)) : fold(value).endsWith(fold(part)),
      );
    }
    case "equals-ignore-case": {
      const folded = wanted().toLowerCase();
      return ofText((value) => value.toLowerCase() === folded);
    }
    case "wildcard": {
      const expression = wildcard(wanted(), path);
      return ofText((value) => expression.test(value));
    }
    default:
      throw invalid(`unrecognized match type ${operator} at "${path}"`);
  }
}

/** Not these values; or not what prefix, suffix, wildcard or equals-ignore-case say, each with one or more strings. */
function anythingBut(operand: unknown, path: string): Test {
  if (isObject(operand)) {
    const [operator, unwanted] = single(operand, path);
    const tests = [unwanted].flat().map((one) => textTest(operator, one, path));
    return (value) => !tests.some((test) => test(value));
  }
  const unwanted: unknown[] = [operand].flat();
  if (unwanted.length === 0 || !unwanted.every(isScalar)) {
    throw invalid(`"anything-but" at "${path}" must be a value, a list of values or one operator`);
  }
  return (value) => !unwanted.some((one) => one === value);
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  "=": (value, limit) => value === limit,
  ">=": (value, limit) => value >= limit,
  ">": (value, limit) => value > limit,
};

/** One or two comparisons: [">", 0, "<=", 5]. */
function numeric(operand: unknown, path: string): Test {
  const parts: unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw invalid(`"numeric" at "${path}" must be one or two comparisons`);
  }
  const tests = [0, 2].slice(0, parts.length / 2).map((start) => {
    const [operator, limit] = parts.slice(start, start + 2);
    const compare = typeof operator === "string" ? comparisons[operator] : undefined;
    if (compare === undefined || typeof limit !== "number") {
      throw invalid(`"numeric" at "${path}": ${JSON.stringify([operator, limit])} is no comparison`);
    }
    return (value: number) => compare(value, limit);
  });
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

/** `*` stands for any characters, `\*` for a star and `\\` for a backslash. */
function wildcard(pattern: string, path: string): RegExp {
  if (pattern.includes("**")) throw invalid(`consecutive wildcard characters at "${path}"`);
  const source = pattern.replace(/\\([*\\])|([*])|[^*\\]+|\\/g, (part, escaped?: string, star?: string) =>
    star === undefined ? (escaped ?? part).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : ".*",
  );
  return new RegExp(`^${source}$`, "s");
}

/** Of an array, one element is enough. A field that is absent never matches. */
function anyElement(test: Test): Matcher {
  return (value) => (Array.isArray(value) ? value.some(test) : value !== undefined && test(value));
}

function single(matcher: unknown, path: string): [operator: string, operand: unknown] {
  const entries = isObject(matcher) ? Object.entries(matcher) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw invalid(`${JSON.stringify(matcher)} at "${path}" is neither a value nor one operator`);
  }
  return entry;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

export function invalid(reason: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}
