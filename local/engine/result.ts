import type { PropertyChange } from "./diff";
import type { Operation } from "./steps";
import { maskAll, UNKNOWN, type Value, type Values } from "./values";

/** A resource as `--json` shows it. Secrets read `[secret]`, values that are not known yet `[unknown]`. */
export interface ResourceJson {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; null for the stack itself. */
  readonly parent: string | null;
  readonly custom: boolean;
  readonly protect: boolean;
  readonly dependencies: readonly string[];
  /** `urn::id`; null where there is none. */
  readonly provider: string | null;
  readonly inputs: Values;
}

export interface ResourceResult extends ResourceJson {
  readonly operation: Operation;
  /** What differs from the state; empty for what is created, deleted or the same. */
  readonly changes: readonly PropertyChange[];
  /** Whether it gains or loses `protect`, which is no change of a property. Absent: neither. */
  readonly protection?: "gained" | "lost";
}

export interface Violation {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  /** The resource at fault; null when the policy names none. */
  readonly urn: string | null;
  readonly message: string;
}

export interface Diagnostic {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly urn?: string;
}

/** What a preview or an update came to. */
export interface StackResult {
  readonly stack: string;
  readonly project: string;
  readonly dryRun: boolean;
  /** No error and no mandatory violation. */
  readonly ok: boolean;
  /** In the order of their registration; what is deleted comes last. */
  readonly resources: readonly ResourceResult[];
  /** The stack's outputs, fit for people. */
  readonly outputs: Values;
  /** How they differ from those of the state. */
  readonly outputChanges: readonly PropertyChange[];
  /** The stack's outputs as another stack's StackReference gets them: secrets marked, not masked. */
  readonly references: Values;
  readonly violations: readonly Violation[];
  /** How many policies the packs validate with; 0 without a pack. */
  readonly policies: number;
  /** What the program and the engine said, errors among them. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the program wrote to stdout and stderr. */
  readonly programOutput: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** The object that `npm run preview -- STACK --json` prints. What is deleted is not in it. */
export function toJson(result: StackResult): {
  readonly stack: string;
  readonly resources: readonly ResourceJson[];
  readonly outputs: Values;
  readonly violations: readonly Violation[];
} {
  const resources = result.resources
    .filter(({ operation }) => operation !== "delete")
    .map(({ operation: _operation, changes: _changes, protection: _protection, ...resource }) => resource);
  return { stack: result.stack, resources, outputs: result.outputs, violations: result.violations };
}

/** The parts of a goal or a state that people are shown. */
export function shown(resource: {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly custom: boolean;
  readonly protect: boolean;
  readonly dependencies: readonly string[];
  readonly provider?: string;
  readonly inputs: Readonly<Record<string, Value>>;
}): ResourceJson {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent ?? null,
    custom: resource.custom,
    protect: resource.protect,
    dependencies: resource.dependencies,
    provider: resource.provider?.replace(UNKNOWN, "[unknown]") ?? null,
    inputs: maskAll(resource.inputs),
  };
}
