import { z } from "zod";

/** What could stand where something else stands, as YAML in one line; undefined where nothing surely could. */
export function exampleInstead(schema: unknown, found: unknown): string | undefined {
  if (!(schema instanceof z.ZodType)) {
    return undefined;
  }
  const candidates = [...meant(schema, found), exampleOf(schema)];
  const example = candidates.find((value) => value !== undefined && schema.safeParse(value).success);
  return example === undefined ? undefined : flow(example);
}

/** What was perhaps meant: one item without its brackets, names without what they stand for, an entry without anything. */
function meant(schema: z.ZodType, found: unknown): unknown[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) {
    return typeof found === "string" ? [[found]] : [];
  }
  const names = Array.isArray(found) && found.every((name) => typeof name === "string") ? found : [];
  return [
    ...(names.length > 0 ? [Object.fromEntries(names.map((name) => [name, {}]))] : []),
    ...(found === null ? [{}] : []),
  ];
}

/** The schema's own example, else one that is put together from those of its parts. */
export function exampleOf(schema: z.ZodType): unknown {
  for (let at: z.ZodType | undefined = schema; at !== undefined; at = within(at)) {
    const example = at.meta()?.example;
    if (example !== undefined) {
      return example;
    }
  }
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    return exampleOfObject(inner);
  }
  if (inner instanceof z.ZodRecord) {
    return { payments: exampleOf(inner.valueType as z.ZodType) };
  }
  if (inner instanceof z.ZodArray) {
    return [exampleOf(inner.element as z.ZodType)];
  }
  if (inner instanceof z.ZodEnum) {
    return inner.options[0];
  }
  return inner instanceof z.ZodBoolean ? true : inner instanceof z.ZodNumber ? 1 : "payments";
}

/** What an object needs; one that needs nothing shows its first setting that has an example. */
function exampleOfObject(object: z.ZodObject): unknown {
  const fields = Object.entries<z.ZodType>(object.shape);
  const needed = fields.filter(([, field]) => !field.safeParse(undefined).success);
  const shown = needed.length > 0 ? needed : fields.filter(([, field]) => hasExample(field)).slice(0, 1);
  return Object.fromEntries(shown.map(([key, field]) => [key, exampleOf(field)]));
}

function hasExample(schema: z.ZodType): boolean {
  const inner = within(schema);
  return schema.meta()?.example !== undefined || (inner !== undefined && hasExample(inner));
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const inner = within(schema);
  return inner === undefined ? schema : unwrapped(inner);
}

function within(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodPipe) {
    return schema.in as z.ZodType;
  }
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? (schema.unwrap() as z.ZodType)
    : undefined;
}

/** As it is written in YAML, on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${scalar(key)}: ${flow(entry)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return typeof value === "string" ? scalar(value) : String(value);
}

/** In quotes, unless YAML surely reads a text all the same. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][\w./*-]*( [\w./*-]+)*$/.test(text);
  return plain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
