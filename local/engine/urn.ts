/** The type of the component that is every resource's ancestor. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The type with those of its ancestors, joined by `$`. */
  readonly qualifiedType: string;
  readonly name: string;
}

/** Takes `urn:pulumi:STACK::PROJECT::TYPES::NAME` apart; a name may hold `::`. */
export function parseUrn(urn: string): UrnParts {
  const [head = "", project = "", qualifiedType = "", ...name] = urn.split("::");
  return { stack: head.replace("urn:pulumi:", ""), project, qualifiedType, name: name.join("::") };
}

/**
 * The identity of a resource. The parent's types are part of it, but the root Stack's is left out.
 *
 * @example buildUrn("dev", "shop", "aws:iam/user:User", "ann", "urn:pulumi:dev::shop::shop:index:Team::web")
 *   // urn:pulumi:dev::shop::shop:index:Team$aws:iam/user:User::ann
 */
export function buildUrn(
  stack: string,
  project: string,
  type: string,
  name: string,
  parent?: string,
): string {
  const parentType = parent === undefined ? "" : parseUrn(parent).qualifiedType;
  const prefix = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}
