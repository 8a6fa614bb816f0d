import { EngineError } from "./errors";
import type { Goal } from "./goal";
import type { ResourceContext, ResourceHandler } from "./provider";
import { stateOf, type ResourceState } from "./state";
import type { Step } from "./steps";

/**
 * What a resource with an import id stands for, in the form of a state.
 *
 * @param preview nothing may change then
 * @returns undefined when there is nothing to import, or the state has it already
 * @throws EngineError when it does not exist or cannot be imported
 */
export async function findImport(
  urn: string,
  goal: Goal,
  old: ResourceState | undefined,
  handler: ResourceHandler | undefined,
  context: ResourceContext,
  preview: boolean,
): Promise<ResourceState | undefined> {
  const { importId, type } = goal;
  if (importId === undefined || old?.id === importId) {
    return undefined;
  }
  if (old !== undefined) {
    throw new EngineError(
      `${urn} is ${String(old.id)}; the local engine cannot import ${importId} in its place. ` +
        "Leave out the import, or remove the resource first.",
    );
  }
  if (handler?.read === undefined) {
    throw new EngineError(`${urn} is to be imported (${importId}), but nothing here can read a ${type}`);
  }
  const found = await handler.read(importId, context, preview);
  if (found === undefined) {
    throw new EngineError(`resource '${importId}' does not exist`);
  }
  return { ...stateOf(urn, goal, context.region), ...found, id: importId };
}

/** An import changes nothing: what differs is only shown, and refused ({@link mismatch}). */
export function importStep({ changes }: Step): Step {
  return { operation: "import", changes, deleteFirst: false };
}

/** Undefined when what was found is as the program wants it. The real engine's words, and what differs. */
export function mismatch({ operation, changes }: Step, preview: boolean): string | undefined {
  if (operation !== "import" || changes.length === 0) {
    return undefined;
  }
  const message = "inputs to import do not match the existing resource";
  const paths = changes.map(({ path }) => path).join(", ");
  return `${message}${preview ? "; importing this resource will fail" : ""} (${paths})`;
}
