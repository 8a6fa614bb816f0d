import { groupBy } from "./groupBy";

/** Stands for a property whose value the engine does not know before it has created something. */
export const unknown: unique symbol = Symbol("unknown until it is created");

/** A resource of a stack, as far as access is concerned. Property values are plain JSON values or `unknown`. */
export interface StackResource {
  readonly type: string;
  readonly urn: string;
  /** The logical name. */
  readonly name: string;
  /** Whether the engine refuses to delete it. */
  readonly protect?: boolean;
  readonly props: Readonly<Record<string, unknown>>;
  /** Per property, the URNs of the resources whose outputs it is made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** What a property refers to: a known value, or the resource of the stack that will give it its value. */
export type Reference = { readonly value: string } | { readonly resource: StackResource };

/** Properties whose value is a list: when all of it is unknown, so is how long it is. */
const lists = ["groups", "users", "roles", "managedPolicyArns", "policyArns", "policyNames"];

/** The resources of a stack by URN, and what their properties refer to. */
export class Stack {
  readonly #byUrn: ReadonlyMap<string, StackResource>;
  readonly #byType: ReadonlyMap<string, readonly StackResource[]>;

  constructor(readonly resources: readonly StackResource[]) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.#byType = groupBy(resources, ({ type }) => type);
  }

  ofType(type: string): readonly StackResource[] {
    return this.#byType.get(type) ?? [];
  }

  /** The resources of a type from whose outputs a property is made. */
  dependencies(resource: StackResource, property: string, type: string): readonly StackResource[] {
    return (resource.propertyDependencies[property] ?? []).flatMap((urn) => {
      const found = this.#byUrn.get(urn);
      return found?.type === type ? [found] : [];
    });
  }

  /**
   * What a property, one value or a list, refers to. Values that are unknown before an update are found through the
   * property's dependencies on resources of the given type.
   * @returns undefined when that leaves it open: nothing may be concluded then.
   */
  references(from: StackResource, property: string, type: string): readonly Reference[] | undefined {
    const value = from.props[property];
    if (value === undefined || value === null) return [];
    if (value === unknown && lists.includes(property)) return undefined;
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    const known = items.filter((item) => typeof item === "string");
    const unknowns = items.filter((item) => item === unknown).length;
    if (known.length + unknowns < items.length) return undefined;
    const pending = this.dependencies(from, property, type).filter(
      ({ props }) => ![props.name, props.arn, props.id].some((id) => known.includes(id as string)),
    );
    if (unknowns > 0 && pending.length !== unknowns) return undefined;
    return [
      ...known.map((item) => ({ value: item })),
      ...(unknowns > 0 ? pending.map((resource) => ({ resource })) : []),
    ];
  }
}

/**
 * Whether the program gives a property its value. Otherwise the provider computes it, and before an update reports as
 * unknown what is simply not set.
 */
export function isGiven({ props, propertyDependencies }: StackResource, property: string): boolean {
  return props[property] !== unknown || property in propertyDependencies;
}

/** The name AWS knows a resource by. */
export function physicalName({ name, props }: StackResource): string {
  return typeof props.name === "string" ? props.name : name;
}
