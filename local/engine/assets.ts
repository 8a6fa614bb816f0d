import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { EngineError } from "./errors";
import { isArchive, isAsset, isObject, isSecret, some, type Value, type Values } from "./values";

/**
 * Gives every asset and archive of local files its absolute path and a `hash` of its content, so
 * that a changed file is a changed property although its path is the same.
 *
 * @param base the folder that relative paths start from: the program's
 * @throws EngineError when a file cannot be read
 */
export async function resolveAssets(values: Values, base: string): Promise<Values> {
  return some(values, (value) => isAsset(value) || isArchive(value))
    ? ((await visit(values, base)) as Values)
    : values;
}

async function visit(value: Value, base: string): Promise<Value> {
  if (Array.isArray(value)) {
    return Promise.all(value.map((item) => visit(item, base)));
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await visit(item, base)] as const),
  );
  const inside: Values = Object.fromEntries(entries);
  if (isSecret(value) || !(isAsset(value) || isArchive(value))) {
    return inside;
  }
  const path = typeof inside.path === "string" ? absolute(inside.path, base) : undefined;
  const hash = createHash("sha256");
  if (path === undefined) {
    hash.update(typeof inside.text === "string" ? inside.text : JSON.stringify(contentsOf(inside)));
  } else {
    await hashPath(path, hash);
  }
  return { ...inside, ...(path === undefined ? {} : { path }), hash: hash.digest("hex") };
}

/** What an archive holds, by its hashes: where its files lie is no difference. */
function contentsOf({ assets, uri }: Values): Value {
  return isObject(assets)
    ? Object.entries(assets).map(([name, asset]) => [name, isObject(asset) ? asset.hash : asset])
    : (uri ?? "");
}

function absolute(path: string, base: string): string {
  return isAbsolute(path) ? path : resolve(base, path);
}

async function hashPath(path: string, hash: Hash): Promise<void> {
  try {
    if (!(await stat(path)).isDirectory()) {
      hash.update(await readFile(path));
      return;
    }
    for (const name of (await readdir(path)).sort()) {
      hash.update(`${name}\0`);
      await hashPath(join(path, name), hash);
    }
  } catch (error) {
    throw new EngineError(`cannot read the asset ${path}: ${String(error)}`);
  }
}
