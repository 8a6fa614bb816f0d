import { identityTypes, policyId, policyType, type Attached, type Kind } from "./attachments";
import type { Reference, Stack, StackResource } from "./resources";

const policyAttachment = "aws:iam/policyAttachment:PolicyAttachment";
export const groupMembership = "aws:iam/groupMembership:GroupMembership";
const exclusiveType = /^aws:iam\/(group|user|role)(PolicyAttachments|Policies)Exclusive:/;

/**
 * Denies that resources which claim to know all attachments take away from what others of the same stack attach: which
 * of the two wins depends on the order of an update, so they protect nothing for certain. One clause a resource.
 */
export function takenAway(stack: Stack, attached: readonly Attached[]): readonly string[] {
  const denying = attached.filter(({ denies }) => denies);
  return stack.resources.flatMap((resource) => {
    const [, kind, what] = exclusiveType.exec(resource.type) ?? [];
    if (!kind && resource.type !== policyAttachment) return [];
    const others = denying.filter(({ by }) => by !== resource);
    if (kind) return takenFromHolder(stack, resource, kind as Kind, what === "Policies", others);
    const own = attached.filter(({ by }) => by === resource);
    return takenFromOthers(resource, own, others);
  });
}

/** @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive */
function takenFromHolder(
  stack: Stack,
  exclusive: StackResource,
  kind: Kind,
  inline: boolean,
  others: readonly Attached[],
): readonly string[] {
  const property = inline ? "policyNames" : "policyArns";
  const kept = stack.references(exclusive, property, policyType);
  const [holder] = stack.references(exclusive, `${kind}Name`, identityTypes[kind]) ?? [];
  if (!kept || !holder) return clause(exclusive, "which cannot be told before the update");
  const name = nameOf(holder);
  const ids = kept.map((reference) => (inline ? nameOf(reference) : policyId(stack, reference)));
  const taken = others.filter(
    (each) => each.inline === inline && each.kind === kind && each.holder === name && !ids.includes(each.id),
  );
  return taken.length === 0 ? [] : clause(exclusive, sources(taken));
}

/** @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment */
function takenFromOthers(
  exclusive: StackResource,
  own: readonly Attached[],
  others: readonly Attached[],
): readonly string[] {
  const taken = others.filter(
    (other) =>
      own.some(({ id }) => !other.inline && id === other.id) &&
      !own.some(({ kind, holder }) => kind === other.kind && holder === other.holder),
  );
  return taken.length === 0 ? [] : clause(exclusive, sources(taken));
}

const sources = (taken: readonly Attached[]) => [...new Set(taken.map(({ by }) => by.name))].join(", ");

const clause = ({ name, type }: StackResource, what: string): readonly string[] => [
  `${name} (${type}) takes away policies that other resources attach: ${what}`,
];

/** Who is in a group, by a resource of the stack. */
export interface Membership {
  readonly by: StackResource;
  readonly user: string;
  readonly group: string;
}

/**
 * Members whom a resource that claims to know all of them takes out of a group, and so from behind its guards.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_membership
 */
export function takenOut(memberships: readonly Membership[]): readonly string[] {
  const exclusive = memberships.filter(({ by }) => by.type === groupMembership);
  return [...new Set(exclusive.map(({ by }) => by))].flatMap((by) => {
    const own = exclusive.filter((membership) => membership.by === by);
    const taken = memberships.filter(
      ({ user, group }) =>
        own.some((other) => other.group === group) &&
        !own.some((other) => other.group === group && other.user === user),
    );
    const members = [...new Set(taken.map(({ user, group }) => `user ${user} from group ${group}`))].join(
      ", ",
    );
    return members === "" ? [] : [`${by.name} (${by.type}) takes away ${members}`];
  });
}

/** The inline policies that an exclusive list keeps and that no resource of the stack shows. */
export function keptUnseen(
  stack: Stack,
  attached: readonly Attached[],
): readonly { readonly kind: Kind; readonly holder: string; readonly policy: string }[] {
  return stack.resources.flatMap((resource) => {
    const [, kind, what] = exclusiveType.exec(resource.type) ?? [];
    if (!kind || what !== "Policies") return [];
    const [holder] = stack.references(resource, `${kind}Name`, identityTypes[kind as Kind]) ?? [];
    const kept = stack.references(resource, "policyNames", policyType) ?? [];
    if (!holder) return [];
    const name = nameOf(holder);
    const seen = attached.filter((each) => each.inline && each.kind === kind && each.holder === name);
    return kept
      .map(nameOf)
      .filter((policy) => !seen.some(({ id }) => id === policy))
      .map((policy) => ({ kind: kind as Kind, holder: name, policy }));
  });
}

function nameOf(reference: Reference): string {
  if ("value" in reference) return reference.value;
  const { name, props } = reference.resource;
  return typeof props.name === "string" ? props.name : name;
}
