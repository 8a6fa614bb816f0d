import { readFile } from "node:fs/promises";
import { EngineError, messageOf } from "./errors";
import { levels, type Level } from "./policyLevels";
import { isObject, type Values } from "./values";

/** What a pack says about one of its policies. */
export interface PolicyDeclaration {
  readonly name: string;
  readonly level: Level;
  /** JSON schemas of its settings, by name. */
  readonly schema: Values;
  readonly required: readonly string[];
}

export interface PolicySettings {
  readonly level: Level;
  readonly properties: Values;
}

/** Reads a file in the format of `--policy-pack-config`: policy → level, or { enforcementLevel, … }. */
export async function readPolicyConfig(path: string): Promise<Values> {
  try {
    const content: unknown = JSON.parse(await readFile(path, "utf8"));
    if (isObject(content)) {
      return content;
    }
  } catch (error) {
    throw new EngineError(`policy configuration ${path}: ${messageOf(error)}`);
  }
  throw new EngineError(`policy configuration ${path}: expected an object`);
}

/**
 * Each policy's level and settings: its own, then those of `all`, then those under its name; settings
 * that are not given take their schema's default.
 *
 * @throws EngineError for an unknown policy, level or setting, or a missing required one
 */
export function reconcile(
  policies: readonly PolicyDeclaration[],
  config: Values,
): ReadonlyMap<string, PolicySettings> {
  const names = policies.map(({ name }) => name);
  for (const key of Object.keys(config)) {
    if (key !== "all" && !names.includes(key)) {
      throw new EngineError(`policy configuration: unknown policy ${key}; the pack has ${names.join(", ")}`);
    }
  }
  const all = entry("all", config.all);
  return new Map(
    policies.map(({ name, level, schema, required }) => {
      const own = entry(name, config[name]);
      const properties = { ...defaults(schema), ...all.properties, ...own.properties };
      for (const key of required.filter((wanted) => !(wanted in properties))) {
        throw new EngineError(`policy configuration: ${name}.${key} is required`);
      }
      for (const key of Object.keys(own.properties).filter((given) => !(given in schema))) {
        throw new EngineError(`policy configuration: ${name}.${key} is not a setting of this policy`);
      }
      return [name, { level: own.level ?? all.level ?? level, properties }];
    }),
  );
}

function entry(
  name: string,
  value: unknown,
): { readonly level: Level | undefined; readonly properties: Values } {
  const { enforcementLevel, ...properties } = isObject(value) ? value : { enforcementLevel: value };
  const level = levels.find((known) => known === enforcementLevel);
  if (enforcementLevel !== undefined && level === undefined) {
    const given = JSON.stringify(enforcementLevel);
    throw new EngineError(`policy configuration: ${name}: ${given} is no level; use ${levels.join(", ")}`);
  }
  return { level, properties };
}

function defaults(schema: Values): Values {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) =>
      isObject(value) && value.default !== undefined ? [[key, value.default]] : [],
    ),
  );
}
