import { plainGoal, type Goal } from "../goal";
import { resourceReference, UNKNOWN, type Values } from "../values";
import type { Host, Registration } from "./host";

/** What distinguishes one child of a component. Undefined inputs are left out. */
export interface Child {
  readonly type: string;
  readonly name: string;
  /** URN. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs by the input that refers to them; they become dependencies. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
  readonly dependsOn?: readonly string[];
}

/** Registers a child with the component's provider of the child's package. */
export async function registerChild(component: Goal, child: Child, host: Host): Promise<Registration> {
  const references = child.references ?? {};
  const provider = component.providers[child.type.split(":")[0] ?? ""];
  return host.register({
    ...plainGoal,
    type: child.type,
    name: child.name,
    parent: child.parent,
    inputs: defined(child.inputs),
    dependencies: [...new Set([...(child.dependsOn ?? []), ...Object.values(references).flat()])].sort(),
    propertyDependencies: references,
    ...(provider === undefined ? {} : { provider }),
    protect: component.protect,
  });
}

export function defined(values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** A child's output, which is unknown as long as the child is not realised. */
export function outputOf(child: Registration, key: string): unknown {
  return child.outputs[key] ?? (child.id === undefined ? UNKNOWN : undefined);
}

export function idOf(child: Registration): string {
  return child.id ?? UNKNOWN;
}

export function reference(child: Registration): Values {
  return resourceReference(child.urn, child.id, true);
}
