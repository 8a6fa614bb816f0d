import type { StackResource } from "../../access/resources";

/** What a property may name a resource by. */
const names = ["id", "arn", "name", "url", "bucket"];

/** Whether a property of one resource names another: by its value, or before that is known by what it is made from. */
export function isFor(companion: StackResource, property: string, { urn, props }: StackResource): boolean {
  const value = companion.props[property];
  if (typeof value === "string" && names.some((name) => props[name] === value)) return true;
  return (companion.propertyDependencies[property] ?? []).some((on) => on === urn || isWithin(urn, on));
}

/**
 * Whether a resource is a child of a component in a package of its own, such as awsx: only the component's outputs, not
 * the child's, are there to depend on.
 */
function isWithin(child: string, component: string): boolean {
  const [, , within, ...childName] = child.split("::");
  const [, , type, ...name] = component.split("::");
  return within.startsWith(`${type}$`) && childName.join("::").startsWith(name.join("::"));
}
