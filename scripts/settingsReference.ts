import { z } from "zod";
import { primarySchema, replicaSchema } from "../components/settings/schema";

/** What the schema says of a setting beside its type; `.meta()` of every field. */
interface Meta {
  readonly description?: string;
  /** Where the schema's own default does not tell: `the key`. */
  readonly default?: string;
  readonly limits?: string;
  readonly example?: unknown;
  /** Where the schema's type is too technical. */
  readonly type?: string;
}

/** One line of a table. */
interface Row extends Meta {
  readonly key: string;
  readonly type: string;
  readonly default: string;
}

/**
 * `docs/settings.md`, made from the schema that checks the settings, so that it cannot say anything else.
 *
 * @throws Error when a setting has no description
 */
export function settingsReference(): string {
  return [
    "# Settings",
    "",
    "<!-- Generated from components/settings by `npm run docs`. -->",
    "",
    "Every key below stands in `Pulumi.<stack>.yaml` under `config`, with `codecommit-platform:` in front. What is wrong",
    "is reported with its path, its value and a way out, all of it in one run, before anything is created.",
    "`aws:region` says where the stack lives.",
    "",
    "```yaml",
    "config:",
    "  aws:region: eu-central-1",
    "  codecommit-platform:role: primary",
    "  codecommit-platform:repositories:",
    "    payments-api: { description: Takes payments. }",
    "```",
    "",
    ...stackReference("Primary", "Owns repositories, teams and protections.", primarySchema),
    ...stackReference("Replica", "Keeps a copy of every repository in another region.", replicaSchema),
  ].join("\n");
}

function stackReference(title: string, description: string, schema: z.ZodObject): string[] {
  const fields = Object.entries<z.ZodType>(schema.shape);
  const sections = fields.filter(([, field]) => isSection(field));
  const plain = fields.filter(([key, field]) => key !== "role" && !isSection(field));
  return [
    `## ${title}: \`role: ${title.toLowerCase()}\``,
    "",
    `${description}`,
    "",
    ...(plain.length === 0 ? [] : [...table(plain.flatMap(([key, field]) => rows(key, field))), ""]),
    ...sections.flatMap(([key, field]) => section(key, field)),
  ];
}

function section(key: string, field: z.ZodType): string[] {
  const inner = unwrap(field);
  const object = inner instanceof z.ZodRecord ? unwrap(inner.valueType as z.ZodType) : inner;
  const meta = metaOf(field, key);
  const entries = Object.entries<z.ZodType>((object as z.ZodObject).shape);
  const intro = inner instanceof z.ZodRecord ? `A map; each key is a name of yours. ` : "";
  return [
    `### \`${key}\``,
    "",
    `${intro}${meta.description ?? ""}`,
    "",
    ...table(entries.flatMap(([name, entry]) => rows(name, entry))),
    "",
  ];
}

/** A setting, or one row for each of its own settings. */
function rows(key: string, field: z.ZodType): Row[] {
  const meta = metaOf(field, key);
  const inner = unwrap(field);
  const own: Row = { ...meta, key, type: meta.type ?? typeText(inner), default: defaultText(field, meta) };
  const nested = nestedObject(inner);
  return nested === undefined
    ? [own]
    : [
        own,
        ...Object.entries<z.ZodType>(nested.object.shape).flatMap(([name, entry]) =>
          rows(`${key}${nested.path}.${name}`, entry),
        ),
      ];
}

function nestedObject(schema: z.ZodType): { object: z.ZodObject; path: string } | undefined {
  if (schema instanceof z.ZodObject) {
    return { object: schema, path: "" };
  }
  if (schema instanceof z.ZodUnion) {
    const options = schema.options.map((option) => unwrap(option as z.ZodType));
    return options.map(nestedObject).find((found) => found !== undefined);
  }
  if (schema instanceof z.ZodArray) {
    const found = nestedObject(unwrap(schema.element as z.ZodType));
    return found && { object: found.object, path: `[]${found.path}` };
  }
  if (schema instanceof z.ZodRecord) {
    const found = nestedObject(unwrap(schema.valueType as z.ZodType));
    return found && { object: found.object, path: `.<name>${found.path}` };
  }
  return undefined;
}

function table(rows: readonly Row[]): string[] {
  const cell = (text: string) => text.replace(/\|/g, "\\|");
  return [
    "| Key | Type | Default | What it does | Example |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => {
      const limits = row.limits === undefined ? "" : ` Limits: ${row.limits}.`;
      const example = row.example === undefined ? "" : `\`${flow(row.example)}\``;
      const cells = [`\`${row.key}\``, row.type, row.default, `${row.description ?? ""}${limits}`, example];
      return `| ${cells.map(cell).join(" | ")} |`;
    }),
  ];
}

function isSection(field: z.ZodType): boolean {
  const inner = unwrap(field);
  return (
    inner instanceof z.ZodObject ||
    (inner instanceof z.ZodRecord && unwrap(inner.valueType as z.ZodType) instanceof z.ZodObject)
  );
}

/** The nearest description: a wrapper has its own, or that of what it wraps. */
function metaOf(schema: z.ZodType, key: string): Meta {
  for (let at: z.ZodType | undefined = schema; at !== undefined; at = within(at)) {
    const meta = at.meta() as Meta | undefined;
    if (meta?.description !== undefined) {
      return meta;
    }
  }
  throw new Error(`The setting ${key} has no description: give it one with .meta({ description }).`);
}

function defaultText(field: z.ZodType, meta: Meta): string {
  if (meta.default !== undefined) {
    return meta.default;
  }
  for (let at: z.ZodType | undefined = field; at !== undefined; at = within(at)) {
    if (at instanceof z.ZodDefault) {
      const value = at.def.defaultValue;
      return isEmpty(value) ? "none" : `\`${flow(value)}\``;
    }
    if (at instanceof z.ZodOptional) {
      return "none";
    }
  }
  return "**required**";
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function typeText(schema: z.ZodType): string {
  if (schema instanceof z.ZodEnum) {
    return schema.options.map((option) => `\`${option}\``).join(", ");
  }
  if (schema instanceof z.ZodLiteral) {
    return [...schema.values].map((value) => `\`${String(value)}\``).join(", ");
  }
  if (schema instanceof z.ZodArray) {
    return `list of ${typeText(unwrap(schema.element as z.ZodType))}`;
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => typeText(unwrap(option as z.ZodType))).join(" or ");
  }
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodObject) {
    return "map";
  }
  return schema instanceof z.ZodBoolean ? "true, false" : schema instanceof z.ZodNumber ? "number" : "text";
}

function unwrap(schema: z.ZodType): z.ZodType {
  const inner = within(schema);
  return inner === undefined ? schema : unwrap(inner);
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
  return typeof value === "object" && value !== null
    ? `{ ${Object.entries(value)
        .map(([key, entry]) => `${key}: ${flow(entry)}`)
        .join(", ")} }`
    : String(value);
}
