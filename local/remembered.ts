import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EngineError } from "./engine";

/** What must stay the same over the starts of an environment, because clones and profiles rely on it. */
export interface Remembered {
  readonly accountId: string;
  readonly partition: string;
  /** By region, how far its port is from the first one. */
  readonly ports: Readonly<Record<string, number>>;
}

/**
 * What earlier runs wrote down; undefined before the first.
 *
 * @throws EngineError when the file cannot be read
 */
export function remembered(file: string): Remembered | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Remembered;
  } catch (error) {
    throw new EngineError(`${file}: ${error instanceof Error ? error.message : String(error)}; remove it`);
  }
}

export function remember(file: string, what: Remembered): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(what, undefined, 2)}\n`);
}
