import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { exampleInstead } from "./examples";
import { quote } from "./names";

type Path = readonly PropertyKey[];

/** `repositories.payments-api.branches[0]`, the way people write it. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`),
    "",
  );
}

/** One line per thing that is wrong with `value`: where, what was found, what is allowed. */
export function schemaProblems(schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => describeIssue(schema, value, issue));
}

/** ` Did you mean "x"?` when something allowed is near, else nothing. */
export function didYouMean(word: string, allowed: readonly string[]): string {
  if (allowed.length === 0) {
    return "";
  }
  const nearest = allowed.find((name) => word.length > 2 && name.startsWith(word)) ?? closest(word, allowed);
  return nearest.startsWith(word) ||
    distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, word.length / 3)
    ? ` Did you mean ${quote(nearest)}?`
    : "";
}

function describeIssue(schema: z.ZodType, value: unknown, issue: z.core.$ZodIssue): string[] {
  const where = pathText(issue.path);
  const found = valueAt(value, issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const allowed = allowedKeys(schema, issue.path);
      return issue.keys.map(
        (key) =>
          `${pathText([...issue.path, key])}: is not a setting.${didYouMean(key, allowed)} Allowed: ${allowed.join(", ")}.`,
      );
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      return [
        found === undefined
          ? `${where}: is missing; it takes one of ${allowed.join(", ")}.`
          : `${where}: ${quote(found)} is not allowed.${didYouMean(quote(found), allowed)} Allowed: ${allowed.join(", ")}.`,
      ];
    }
    case "invalid_type":
      return [
        found === undefined
          ? `${where}: is missing; it takes ${typeText(issue.expected)}.`
          : `${where}: takes ${typeText(issue.expected)}, but is ${quote(found)}${wayOut(schema, issue, found)}.`,
      ];
    case "too_big":
      return [
        issue.origin === "string" && issue.message.startsWith("Too big")
          ? `${where}: ${quote(shortened(String(found)))} is longer than ${issue.maximum} characters; shorten it.`
          : `${where}: ${issue.message}`,
      ];
    case "invalid_union":
      // What the schema says for itself is better than what can be told from its forms.
      return issue.message === "Invalid input"
        ? describeUnion(schema, value, issue, where)
        : [`${where}: ${issue.message}`];
    default:
      return [`${where}: ${issue.message}`];
  }
}

/** What to write instead. YAML reads 123456789012 as a number, and 012345678901 as another one. */
function wayOut(schema: z.ZodType, { expected, path }: z.core.$ZodIssueInvalidType, found: unknown): string {
  if (expected === "string" && (typeof found === "number" || typeof found === "boolean")) {
    return "; put it in quotes";
  }
  if (!["array", "object", "record"].includes(expected)) {
    return found === null ? "; write a value, or leave the key out" : "";
  }
  return writeInstead(schemaAt(schema, path), found);
}

function writeInstead(schema: unknown, found: unknown): string {
  const example = exampleInstead(schema, found);
  return example === undefined ? "" : `; write ${example === "{}" ? "" : "for example "}${example}`;
}

/** The beginning of what is long: enough to find it by. */
function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 60)}…`;
}

/** Of several forms, the one that was meant: another type is no form of this. */
function describeUnion(
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  where: string,
): string[] {
  // A schema that has its own words for its forms says them, but for what is wrong inside of one.
  const ownWords = issue.message === "Invalid input" ? undefined : [`${where}: ${issue.message}`];
  const meant = issue.errors.find((issues) => !issues.some(isWrongType));
  if (meant !== undefined && (ownWords === undefined || !meant.some(({ code }) => code === "too_big"))) {
    return meant.flatMap((inner) =>
      describeIssue(schema, value, { ...inner, path: [...issue.path, ...inner.path] }),
    );
  }
  if (ownWords !== undefined) {
    return ownWords;
  }
  const types = issue.errors
    .flat()
    .filter(isWrongType)
    .map(({ expected }) => typeText(expected));
  const found = valueAt(value, issue.path);
  const way = writeInstead(schemaAt(schema, issue.path), found);
  return [`${where}: takes ${types.join(" or ")}, but is ${quote(found)}${way}.`];
}

function isWrongType(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === "invalid_type" && issue.path.length === 0;
}

function typeText(expected: string): string {
  const names: Record<string, string> = {
    record: "a map",
    object: "a map",
    array: "a list",
    string: "a text",
    boolean: "true or false",
    int: "a whole number",
  };
  return names[expected] ?? `a ${expected}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** As it was declared, with its example. */
function schemaAt(schema: z.ZodType, path: Path): unknown {
  return path.reduce<unknown>((at, key) => childSchema(unwrap(at), key), schema);
}

function allowedKeys(schema: z.ZodType, path: Path): string[] {
  const inner = unwrap(schemaAt(schema, path));
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function childSchema(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) {
    return (schema.shape as Record<PropertyKey, unknown>)[key];
  }
  if (schema instanceof z.ZodRecord) {
    return schema.valueType;
  }
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe) {
    return unwrap(schema.in);
  }
  if (schema instanceof z.ZodUnion) {
    return unwrap(schema.options.find((option) => unwrap(option) instanceof z.ZodObject));
  }
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.unwrap()) : schema;
}
