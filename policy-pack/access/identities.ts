import {
  attachmentTypes,
  identityTypes,
  policyId,
  policyType,
  type Attached,
  type Kind,
} from "./attachments";
import { inlineDocuments, managedDocuments, readDocument, type Document } from "./documents";
import { groupMembership, keptUnseen, takenAway, takenOut, type Membership } from "./exclusives";
import { give, Holders, kinds, label, type Holder, type Identity } from "./holders";
import { isGiven, physicalName, Stack, type StackResource } from "./resources";

export { label };
export type { Identity, Kind };

export interface Identities {
  /** Groups first, then users, then roles. */
  readonly all: readonly Identity[];
  /** Attachments and memberships of which it cannot be told whom they concern: one clause each. */
  readonly gaps: readonly string[];
}

/**
 * The identities of a stack with every policy that reaches them through attachments, inline documents, groups and
 * memberships of the stack.
 */
export function identitiesOf(resources: readonly StackResource[]): Identities {
  const collector = new Collector(new Stack(resources));
  resources.forEach((resource) => collector.declare(resource));
  resources.forEach((resource) => collector.attach(resource));
  return collector.identities();
}

class Collector {
  readonly #stack: Stack;
  readonly #holders = new Holders();
  readonly #gaps: string[] = [];
  readonly #attached: Attached[] = [];
  readonly #memberships: Membership[] = [];

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  declare(resource: StackResource): void {
    const kind = kinds.find((candidate) => identityTypes[candidate] === resource.type);
    if (!kind) return;
    const holder = this.#holders.named(kind, physicalName(resource), resource);
    if (isGiven(resource, "managedPolicyArns")) {
      give(holder, managedDocuments(this.#stack, resource, "managedPolicyArns"));
    }
    const inline = inlineDocuments(resource);
    give(holder, inline);
    inline.forEach((document) => this.#record(resource, holder, document.name, true, document));
    // A boundary only takes away: one that cannot be told is left out, as if it allowed everything.
    const [boundary] = managedDocuments(this.#stack, resource, "permissionsBoundary");
    if (boundary && "policy" in boundary)
      holder.boundary = { ...boundary, path: `boundary of ${label(holder)}` };
  }

  attach(resource: StackResource): void {
    const attachment = attachmentTypes[resource.type];
    if (attachment) {
      const { holders, document } = attachment;
      const inline = document === "policy";
      const documents = inline
        ? [readDocument(physicalName(resource), resource.props.policy)]
        : managedDocuments(this.#stack, resource, document);
      const ids = inline
        ? [physicalName(resource)]
        : (this.#stack.references(resource, document, policyType) ?? []).map((reference) =>
            policyId(this.#stack, reference),
          );
      for (const holder of holders.flatMap(([kind, property]) => this.#named(resource, property, kind))) {
        give(holder, documents);
        ids.forEach((id, index) => this.#record(resource, holder, id, inline, documents[index]));
      }
    }
    if (resource.type === "aws:iam/userGroupMembership:UserGroupMembership") {
      this.#join(resource, this.#named(resource, "user", "user"), this.#named(resource, "groups", "group"));
    }
    if (resource.type === groupMembership) {
      this.#join(resource, this.#named(resource, "users", "user"), this.#named(resource, "group", "group"));
    }
  }

  identities(): Identities {
    for (const { kind, holder, policy } of keptUnseen(this.#stack, this.#attached)) {
      const found = this.#holders.named(kind, holder);
      found.gaps.push(`inline policy ${policy} is not part of this stack (${label(found)})`);
    }
    const gaps = [...this.#gaps, ...takenAway(this.#stack, this.#attached), ...takenOut(this.#memberships)];
    return { all: this.#holders.identities(), gaps };
  }

  #record(by: StackResource, { kind, name }: Holder, id: string, inline: boolean, document: Document): void {
    const denies = "policy" in document && document.policy.statements.some(({ effect }) => effect === "Deny");
    this.#attached.push({ by, kind, holder: name, id, inline, denies });
  }

  #join(by: StackResource, users: readonly Holder[], groups: readonly Holder[]): void {
    for (const user of users) {
      for (const group of groups) {
        user.groups.add(group.name);
        this.#memberships.push({ by, user: user.name, group: group.name });
      }
    }
  }

  /** The identities that a property names. Those it leaves open go to the stack's gaps. */
  #named(resource: StackResource, property: string, kind: Kind): readonly Holder[] {
    const references = this.#stack.references(resource, property, identityTypes[kind]);
    if (!references) {
      this.#gaps.push(`${property} of ${resource.name} (${resource.type}) is not known before the update`);
      return [];
    }
    return references.map((reference) =>
      this.#holders.named(kind, "value" in reference ? reference.value : physicalName(reference.resource)),
    );
  }
}
