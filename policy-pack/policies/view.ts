import { UnknownValueError, type PolicyResource } from "@pulumi/policy";
import { unknown, type StackResource } from "../access/resources";

/** What the policies of this pack look at; the Stack itself tells which one it is. */
const relevant = /^(aws:|codecommit-platform:|pulumi:pulumi:Stack$)/;
/** Of these only what they belong to is copied: the rest is secrets. */
const secret = /^aws:(iam\/(accessKey|serviceSpecificCredential)|secretsmanager\/secretVersion):/;

/** The resources of a stack as plain values, in which what the engine does not know yet is `unknown`. */
export function stackResources(resources: readonly PolicyResource[]): readonly StackResource[] {
  return resources
    .filter(({ type }) => relevant.test(type))
    .map(({ type, urn, name, opts, props, propertyDependencies }) => ({
      type,
      urn,
      name,
      protect: opts.protect,
      props: secret.test(type)
        ? { secretId: plain(read(props, "secretId")) }
        : (plain(props) as Record<string, unknown>),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, on]) => [
          property,
          on.map((found) => found.urn),
        ]),
      ),
    }));
}

/** Reads a value that @pulumi/policy guards: its proxy throws on every access to something unknown. */
export function read(source: object, key: string | number): unknown {
  try {
    return (source as Readonly<Record<string | number, unknown>>)[key];
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown;
    throw error;
  }
}

/** A value that @pulumi/policy guards as plain JSON, in which `unknown` stands for what the engine does not know yet. */
export function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const member = (key: string | number) => plain(read(value, key));
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => member(index));
  return Object.fromEntries(Object.keys(value).map((key) => [key, member(key)]));
}
