import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EngineError, messageOf } from "./errors";
import type { Goal } from "./goal";
import type { Values } from "./values";

/** One realised resource or component, as the state file keeps it. Secrets stay marked. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider?: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deletedWith?: string;
  /** Where it was realised; absent for components and providers. */
  readonly region?: string;
  /** It was replaced; what is left of it must still be deleted. */
  readonly delete?: true;
}

interface StateDocument {
  readonly version: 1;
  readonly resources: readonly ResourceState[];
}

export function stateFile(directory: string, stack: string): string {
  return join(directory, `${stack}.json`);
}

/**
 * The resources of a stack in the order of their registration, so that each comes after what it
 * depends on. Empty when the stack was never brought up, undefined when there is no state at all.
 *
 * @throws EngineError when the file is not a state of this version
 */
export function readState(path: string): readonly ResourceState[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw new EngineError(`${path}: ${messageOf(error)}`);
  }
  try {
    const { version, resources } = JSON.parse(text) as Partial<StateDocument>;
    if (version === 1 && resources !== undefined) {
      return resources;
    }
  } catch {
    // Not JSON: the message below says what to do about it.
  }
  throw new EngineError(`${path} is not a state of this engine; move it away to start afresh`);
}

/** Writes so that a kill at any moment leaves either the old or the new state, readable by its owner only. */
export function writeState(path: string, resources: readonly ResourceState[]): void {
  const document: StateDocument = { version: 1, resources };
  const temporary = `${path}.${process.pid}.tmp`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(temporary, JSON.stringify(document, undefined, 1), { mode: 0o600 });
  renameSync(temporary, path);
}

/** What a goal becomes, but for what only its realisation gives. */
export function stateOf(
  urn: string,
  goal: Goal,
  region: string | undefined,
): Omit<ResourceState, "id" | "outputs"> {
  return {
    urn,
    type: goal.type,
    name: goal.name,
    ...(goal.parent === undefined ? {} : { parent: goal.parent }),
    custom: goal.custom,
    inputs: goal.inputs,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    ...(goal.provider === undefined ? {} : { provider: goal.provider }),
    protect: goal.protect,
    retainOnDelete: goal.retainOnDelete,
    ...(goal.deletedWith === undefined ? {} : { deletedWith: goal.deletedWith }),
    ...(region === undefined ? {} : { region }),
  };
}
