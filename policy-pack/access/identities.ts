import {
  attachmentTypes,
  identityTypes,
  policyId,
  policyType,
  type Attached,
  type Kind,
} from "./attachments";
import { inlineDocuments, managedDocuments, readDocument, type Document } from "./documents";
import type { AttachedPolicy } from "./evaluate";
import { groupMembership, keptUnseen, takenAway, takenOut, type Membership } from "./exclusives";
import { isGiven, physicalName, Stack, type StackResource } from "./resources";

export type { Kind };

/** Somebody who may call AWS: a user, a role, or whoever is or will be a member of a group. */
export interface Identity {
  readonly kind: Kind;
  /** The physical name. */
  readonly name: string;
  /** Absent when the stack attaches policies to it without declaring it. */
  readonly urn?: string;
  /** Of its ARN, "/" or "/teams/"; absent when it is not known. */
  readonly path?: string;
  /** The names of a user's groups. A group has itself. */
  readonly groups: readonly string[];
  /** Its own and its groups', inline and managed. */
  readonly policies: readonly AttachedPolicy[];
  /** Of its permissions; absent also when what it says is not known. */
  readonly boundary?: AttachedPolicy;
  /** What may grant more than `policies` say, and cannot be told: one clause each. */
  readonly gaps: readonly string[];
}

export interface Identities {
  /** Groups first, then users, then roles. */
  readonly all: readonly Identity[];
  /** Attachments and memberships of which it cannot be told whom they concern: one clause each. */
  readonly gaps: readonly string[];
}

interface Holder {
  readonly kind: Kind;
  readonly name: string;
  readonly urn?: string;
  readonly path?: string;
  readonly groups: Set<string>;
  readonly policies: AttachedPolicy[];
  readonly gaps: string[];
  boundary?: AttachedPolicy;
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
  readonly #holders = new Map<string, Holder>();
  readonly #gaps: string[] = [];
  readonly #attached: Attached[] = [];
  readonly #memberships: Membership[] = [];
  readonly #merged = new Map<string, readonly AttachedPolicy[]>();

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  declare(resource: StackResource): void {
    const kind = kinds.find((candidate) => identityTypes[candidate] === resource.type);
    if (!kind) return;
    const holder = this.#holder(kind, physicalName(resource), resource);
    if (isGiven(resource, "managedPolicyArns")) {
      this.#add(holder, managedDocuments(this.#stack, resource, "managedPolicyArns"));
    }
    const inline = inlineDocuments(resource);
    this.#add(holder, inline);
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
        this.#add(holder, documents);
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
      const found = this.#holder(kind, holder);
      found.gaps.push(`inline policy ${policy} is not part of this stack (${label(found)})`);
    }
    const gaps = [...this.#gaps, ...takenAway(this.#stack, this.#attached), ...takenOut(this.#memberships)];
    const all = kinds.flatMap((kind) => [...this.#holders.values()].filter((holder) => holder.kind === kind));
    return { all: all.map((holder) => this.#identity(holder)), gaps };
  }

  #identity(holder: Holder): Identity {
    if (holder.kind === "group") {
      // Of a group that is only joined the stack gives nothing: its other members are none of its business.
      const given = holder.policies.length + holder.gaps.length > 0;
      return {
        ...holder,
        groups: [holder.name],
        gaps: [...holder.gaps, ...(given ? foreignness(holder) : [])],
      };
    }
    const groups = [...holder.groups].map((name) => this.#holder("group", name));
    return {
      ...holder,
      groups: [...holder.groups],
      policies: this.#shared(holder, groups),
      gaps: [
        ...[holder, ...groups].flatMap(({ gaps }) => gaps),
        ...foreignness(holder),
        ...groups.flatMap((group) => foreignness(group, ` (${label(holder)})`)),
      ],
    };
  }

  /** One list for all who have nothing but what their groups have, so that what is proved of one holds for all. */
  #shared(holder: Holder, groups: readonly Holder[]): readonly AttachedPolicy[] {
    const all = [holder, ...groups].filter(({ policies }) => policies.length > 0);
    if (all.length === 1) return all[0].policies;
    const merged = all.flatMap(({ policies }) => policies);
    if (holder.policies.length > 0) return merged;
    const key = JSON.stringify(all.map(({ name }) => name));
    const known = this.#merged.get(key) ?? merged;
    this.#merged.set(key, known);
    return known;
  }

  #add(holder: Holder, documents: readonly Document[]): void {
    for (const document of documents) {
      if ("gap" in document) holder.gaps.push(`${document.gap} (${label(holder)})`);
      // An exclusive list and an attachment may give the same policy.
      else if (
        !holder.policies.some(({ name, policy }) => name === document.name && policy === document.policy)
      ) {
        holder.policies.push({ ...document, path: label(holder) });
      }
    }
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
      this.#holder(kind, "value" in reference ? reference.value : physicalName(reference.resource)),
    );
  }

  #holder(kind: Kind, name: string, declaration?: StackResource): Holder {
    const key = `${kind}/${name}`;
    const found = this.#holders.get(key);
    if (found) return found;
    const holder: Holder = {
      kind,
      name,
      ...(declaration && { urn: declaration.urn, ...pathOf(declaration) }),
      groups: new Set(),
      policies: [],
      gaps: [],
    };
    this.#holders.set(key, holder);
    return holder;
  }
}

const kinds: readonly Kind[] = ["group", "user", "role"];

/** "group ccp-dev-developers" */
export function label({ kind, name }: Pick<Identity, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** Whom this stack only attaches to, others have given policies that nobody sees here. */
function foreignness({ kind, name, urn }: Holder, of = ""): readonly string[] {
  const gap = `${label({ kind, name })} is not part of this stack, so policies that are not seen here may allow it`;
  return urn ? [] : [`${gap}${of}`];
}

function pathOf({ props: { path } }: StackResource): { readonly path?: string } {
  if (path === undefined || path === null) return { path: "/" };
  return typeof path === "string" ? { path } : {};
}
