import { diffProperties, type PropertyChange } from "./diff";
import { EngineError } from "./errors";
import type { Goal } from "./goal";
import { keepOld, pathMatches } from "./propertyPath";
import type { ResourceHandler } from "./provider";
import type { ResourceState } from "./state";
import type { Values } from "./values";

export type Operation = "create" | "import" | "update" | "replace" | "delete" | "read" | "same";

/** What has to happen to one resource. */
export interface Step {
  readonly operation: Operation;
  readonly changes: readonly PropertyChange[];
  /** For a replacement: the old one has to go before the new one comes. */
  readonly deleteFirst: boolean;
}

/** The inputs to realise: where `ignoreChanges` says so, those of the state. */
export function effectiveInputs(goal: Goal, old: ResourceState | undefined): Values {
  return old === undefined
    ? goal.inputs
    : goal.ignoreChanges.reduce((inputs, path) => keepOld(inputs, old.inputs, path), goal.inputs);
}

/**
 * Compares what the program wants with what the state has.
 *
 * @param goal with its effective inputs
 * @param handler of the resource's type; undefined for components and providers, which update in place
 * @param region where the resource has to be; another one than the state's replaces it, but for IAM,
 *   which is global
 * @param sets the paths of the lists whose order is no difference
 */
export function planStep(
  goal: Goal,
  old: ResourceState | undefined,
  handler: ResourceHandler | undefined,
  region: string | undefined,
  sets: readonly string[] = [],
): Step {
  if (old === undefined) {
    return { operation: "create", changes: [], deleteFirst: false };
  }
  const { inputs } = goal;
  // Diff is told what to ignore, too: what Check has computed anew may still be named by ignoreChanges.
  const changes = diffProperties(old.inputs, inputs, sets).filter(
    ({ path }) => !goal.ignoreChanges.some((ignored) => pathMatches(ignored, path)),
  );
  const moved = region !== old.region && old.region !== undefined && !goal.type.startsWith("aws:iam/");
  const change: PropertyChange = { path: "region", kind: "update", old: old.region, new: region };
  const all = moved && !changes.some(({ path }) => path === "region") ? [...changes, change] : changes;
  if (all.length === 0) {
    return { operation: "same", changes: [], deleteFirst: false };
  }
  const replacing = [...(handler?.replaceOn ?? []), ...goal.replaceOnChanges];
  const replaces =
    handler !== undefined &&
    (moved ||
      handler.update === undefined ||
      all.some(({ path }) => replacing.some((p) => pathMatches(p, path))));
  return replaces
    ? {
        operation: "replace",
        changes: all,
        deleteFirst: goal.deleteBeforeReplace ?? keepsItsName(goal.type, inputs, old),
      }
    : { operation: "update", changes: all, deleteFirst: false };
}

/**
 * Two resources cannot have one name at a time. The AWS provider deletes first for the same reason
 * (nameRequiresDeleteBeforeReplace of the Terraform bridge).
 */
function keepsItsName(type: string, inputs: Values, old: ResourceState): boolean {
  const noun = type.split(":").at(-1) ?? "";
  const names = ["name", `${noun.charAt(0).toLowerCase()}${noun.slice(1)}Name`];
  return names.some((name) => inputs[name] !== undefined && inputs[name] === old.inputs[name]);
}

/** What can be said of a resource before its step is carried out. */
export function predict(
  goal: Goal,
  step: Step,
  old: ResourceState | undefined,
): { id?: string; outputs: Values } {
  if (old === undefined || step.operation === "replace") {
    return { outputs: goal.custom ? goal.inputs : {} };
  }
  const id = old.id === undefined ? {} : { id: old.id };
  if (step.operation === "same" || !goal.custom) {
    return { ...id, outputs: old.outputs };
  }
  const computed = Object.entries(old.outputs).filter(([key]) => !(key in old.inputs));
  return { ...id, outputs: { ...Object.fromEntries(computed), ...goal.inputs } };
}

/** As the real engine (step_generator.go): unprotecting and replacing in one update is allowed. */
export function refuseReplacement(urn: string, goal: Goal, step: Step, old: ResourceState | undefined): void {
  if (step.operation === "replace" && goal.protect && old?.protect === true) {
    throw new EngineError(
      `unable to replace resource "${urn}"\n` +
        "as it is currently marked for protection. To unprotect the resource, " +
        "remove the `protect` flag from the resource in your Pulumi " +
        "program and run `pulumi up`",
    );
  }
}
