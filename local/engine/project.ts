import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { didYouMean } from "../../commandLine";
import { EngineError, messageOf } from "./errors";
import { parseStackFile, type StackFile } from "./stackFile";
import { isObject, type Value, type Values } from "./values";

/** A project and one stack's configuration, as the program gets them. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly directory: string;
  /** What the host runs, relative to the folder: `main` of Pulumi.yaml, else the folder itself. */
  readonly main: string;
  /** `namespace:key` → text; structured values as JSON, as the Pulumi CLI passes them. */
  readonly config: Readonly<Record<string, string>>;
  /** The keys whose values the program must treat as secret. */
  readonly secretKeys: readonly string[];
  /** What in the stack's file has no effect here, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Reads Pulumi.yaml and Pulumi.<stack>.yaml.
 *
 * @throws EngineError when a file is missing or unreadable, a declared key has no value or the wrong
 *   type, or a value is encrypted
 */
export async function loadProject(directory: string, stack: string): Promise<Project> {
  const { content: project } = await readYaml(join(directory, "Pulumi.yaml"), "there is no Pulumi.yaml here");
  if (typeof project.name !== "string") {
    throw new EngineError(`${join(directory, "Pulumi.yaml")}: name is missing`);
  }
  const file = `Pulumi.${stack}.yaml`;
  const { content: settings, anchored } = await readYaml(
    join(directory, file),
    await unknownStack(directory, stack),
  );
  refuseUnknownKeys(settings, anchored, file);
  const declared = declarations(project.config, project.name);
  const given = qualified(settings.config, project.name, file);
  const config: Record<string, string> = {};
  for (const [key, { fallback, type }] of declared) {
    const value = given.get(key) ?? fallback;
    if (value === undefined) {
      throw new EngineError(
        `Stack '${stack}' is missing configuration value '${shorten(key, project.name)}'`,
      );
    }
    if (type !== undefined && !isOfType(value, type)) {
      throw new EngineError(
        `Stack '${stack}' with configuration key '${shorten(key, project.name)}' must be of type '${type}'`,
      );
    }
    config[key] = asText(value);
  }
  for (const [key, value] of given) {
    config[key] = asText(value);
  }
  return {
    name: project.name,
    directory,
    main: typeof project.main === "string" ? project.main : ".",
    config,
    warnings: "environment" in settings ? [unreadEnvironment(file)] : [],
    secretKeys: [...declared].filter(([, { secret }]) => secret).map(([key]) => key),
  };
}

/** Whether the project has such a stack, that is, a file of settings for it. */
export async function stackNames(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).map((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** Of a stack's file. Source: Pulumi documentation, "Stack settings file reference". */
const stackKeys = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

/** The Pulumi CLI drops them without a word, and with `confg` all of the configuration. What others refer to has its use. */
function refuseUnknownKeys(settings: Values, anchored: readonly string[], file: string): void {
  const unknown = Object.keys(settings).filter((key) => !stackKeys.includes(key) && !anchored.includes(key));
  if (unknown.length > 0) {
    const lines = unknown.map((key) => {
      return `${file}: ${key} is read by nobody.${didYouMean(key, stackKeys)} Settings stand under "config"; allowed beside it: ${stackKeys.slice(1).join(", ")}.`;
    });
    throw new EngineError(lines.join("\n"));
  }
}

function unreadEnvironment(file: string): string {
  return `${file}: "environment" is not read here: Pulumi ESC needs Pulumi Cloud. What it would add to the configuration is missing; write what is needed under "config".`;
}

async function unknownStack(directory: string, stack: string): Promise<string> {
  const names = await stackNames(directory).catch(() => []);
  const hint = didYouMean(stack, names);
  return `there is no stack '${stack}' (no Pulumi.${stack}.yaml).${hint} Known stacks: ${names.join(", ") || "none"}`;
}

async function readYaml(path: string, missing: string): Promise<StackFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new EngineError(absent ? `${path}: ${missing}` : `${path}: ${messageOf(error)}`);
  }
  return parseStackFile(path, text);
}

interface Declaration {
  readonly fallback: Value;
  readonly type: string | undefined;
  readonly secret: boolean;
}

/** The config block of Pulumi.yaml. An entry that is no schema is the value itself. */
function declarations(block: Value, project: string): Map<string, Declaration> {
  const entries = Object.entries(isObject(block) ? block : {}).map(([key, entry]): [string, Declaration] => {
    const isSchema =
      isObject(entry) && ["type", "default", "value", "description"].some((word) => word in entry);
    const schema: Values = isSchema ? entry : { value: entry };
    const type = typeof schema.type === "string" ? schema.type : undefined;
    const fallback = schema.default ?? schema.value;
    return [qualify(key, project), { fallback, type, secret: schema.secret === true }];
  });
  return new Map(entries);
}

function qualified(block: Value, project: string, file: string): Map<string, Value> {
  const entries = Object.entries(isObject(block) ? block : {});
  for (const [key, value] of entries) {
    refuseEncrypted(value, key, file);
  }
  return new Map(entries.map(([key, value]) => [qualify(key, project), value]));
}

function refuseEncrypted(value: Value, path: string, file: string): void {
  if (isObject(value) && typeof value.secure === "string" && Object.keys(value).length === 1) {
    throw new EngineError(
      `${file}: ${path} is encrypted (secure: …), and without the Pulumi CLI nothing here can decrypt it. ` +
        "Give this stack a plain value, or leave the key out.",
    );
  }
  if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseEncrypted(item, `${path}.${key}`, file);
    }
  }
}

/** `key` → `project:key`; `aws:region` stays; `project:config:key` is an old form of `project:key`. */
function qualify(key: string, project: string): string {
  return key.includes(":") ? key.replace(":config:", ":") : `${project}:${key}`;
}

function shorten(key: string, project: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

function isOfType(value: Value, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(typeof value === "string" ? Number(value) : value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    default:
      return typeof value !== "object";
  }
}

/** Nothing behind a key is an empty text, as in CLI 3.248.0, which warns that it will be `null` one day. */
function asText(value: Value): string {
  if (value === null) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(sorted(value));
}

/** The CLI writes the keys of maps in the order of their bytes, whatever the file's is (encoding/json of Go). */
function sorted(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (!isObject(value)) {
    return value;
  }
  const bytes = (text: string): Buffer => Buffer.from(text);
  const keys = Object.keys(value).sort((one, other) => Buffer.compare(bytes(one), bytes(other)));
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}
