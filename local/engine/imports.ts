import { EngineError } from "./errors";
import type { Goal } from "./goal";
import { pathMatches } from "./propertyPath";
import type { ResourceContext, ResourceHandler } from "./provider";
import { stateOf, type ResourceState } from "./state";
import type { Step } from "./steps";
import type { Value } from "./values";

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

/**
 * An import is followed by what makes the found resource as the program wants it: an update, in the same run, as the real
 * engine does since it checks and compares what it has read (continueStepsFromImport of step_generator.go, 3.248).
 */
export function importStep({ changes }: Step): Step {
  return { operation: "import", changes, deleteFirst: false };
}

/**
 * Why a resource whose program still says `import` cannot be replaced, be it imported now or earlier; undefined where
 * that is not asked for. The real engine's words (continueStepsFromDiff), which are a warning at preview.
 */
export function refusedReplacement(
  { importId, replaceOnChanges }: Goal,
  { operation, changes }: Step,
  handler: ResourceHandler | undefined,
): string | undefined {
  if (importId === undefined || operation !== "replace") {
    return undefined;
  }
  const replacing = [...(handler?.replaceOn ?? []), ...replaceOnChanges];
  const differences = changes
    .filter(({ path }) => replacing.some((pattern) => pathMatches(pattern, path)))
    .map(({ path, old, new: fresh }) => `${path}: ${text(old)} => ${text(fresh)}`);
  return [
    "previously-imported resources that still specify an ID may not be replaced; " +
      "please remove the `import` declaration from your program;",
    ...differences,
  ].join("\n");
}

/** As the real engine writes a property's value. */
function text(value: Value): string {
  return `{${typeof value === "string" ? value : (JSON.stringify(value) ?? "<nil>")}}`;
}
