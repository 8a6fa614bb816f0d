import type { Kind } from "./attachments";
import type { Document } from "./documents";
import type { AttachedPolicy } from "./evaluate";
import { groupBy } from "./groupBy";
import { tagsOf, type Tags } from "./principalTags";
import type { StackResource } from "./resources";

/** Somebody who may call AWS: a user, a role, or whoever is or will be a member of a group. */
export interface Identity {
  readonly kind: Kind;
  /** The physical name. */
  readonly name: string;
  /** Absent when the stack attaches policies to it without declaring it. */
  readonly urn?: string;
  /** Whether AWS is to choose its name when it is created; `name` is the logical one then. */
  readonly unnamed?: boolean;
  /** Of its ARN, "/" or "/teams/"; absent when it is not known. */
  readonly path?: string;
  /** The names of a user's groups. A group has itself. */
  readonly groups: readonly string[];
  /** The names of a group's users, as far as the stack makes them members. */
  readonly members: readonly string[];
  /** Of a user or a role; absent when nothing is known of them. */
  readonly tags?: Tags;
  /** Its own and its groups', inline and managed. */
  readonly policies: readonly AttachedPolicy[];
  /** Of its permissions; absent also when what it says is not known. */
  readonly boundary?: AttachedPolicy;
  /** What may grant more than `policies` say, and cannot be told: one clause each. */
  readonly gaps: readonly string[];
}

/** An identity of which not everything is known yet. */
export interface Holder {
  readonly kind: Kind;
  readonly name: string;
  readonly urn?: string;
  readonly unnamed?: boolean;
  readonly path?: string;
  readonly tags?: Tags;
  readonly groups: Set<string>;
  readonly policies: AttachedPolicy[];
  readonly gaps: string[];
  boundary?: AttachedPolicy;
}

/** The identities of a stack while its resources are read one by one. */
export class Holders {
  readonly #byLabel = new Map<string, Holder>();
  #membersByGroup?: ReadonlyMap<string, readonly { readonly user: string }[]>;
  readonly #merged = new Map<string, readonly AttachedPolicy[]>();

  /** Whoever has that name, made known by this if nothing else has. */
  named(kind: Kind, name: string, declaration?: StackResource): Holder {
    const key = `${kind}/${name}`;
    const found = this.#byLabel.get(key);
    if (found) return found;
    const holder: Holder = {
      kind,
      name,
      ...(declaration && { urn: declaration.urn, ...pathOf(declaration), ...tagsOf(kind, declaration) }),
      groups: new Set(),
      policies: [],
      gaps: [],
    };
    this.#byLabel.set(key, holder);
    return holder;
  }

  /** Groups first, then users, then roles. */
  identities(): readonly Identity[] {
    const all = [...this.#byLabel.values()];
    return kinds.flatMap((kind) =>
      all.filter((holder) => holder.kind === kind).map((holder) => this.#identity(holder)),
    );
  }

  #identity(holder: Holder): Identity {
    if (holder.kind === "group") {
      // Of a group that is only joined the stack gives nothing: its other members are none of its business.
      const given = holder.policies.length + holder.gaps.length > 0;
      return {
        ...holder,
        groups: [holder.name],
        members: this.#members(holder),
        gaps: [...holder.gaps, ...(given ? foreignness(holder) : [])],
      };
    }
    const groups = [...holder.groups].map((name) => this.named("group", name));
    return {
      ...holder,
      groups: [...holder.groups],
      members: [],
      policies: this.#shared(holder, groups),
      gaps: [
        ...[holder, ...groups].flatMap(({ gaps }) => gaps),
        ...foreignness(holder),
        ...groups.flatMap((group) => foreignness(group, ` (${label(holder)})`)),
      ],
    };
  }

  #members({ name }: Holder): readonly string[] {
    this.#membersByGroup ??= groupBy(
      [...this.#byLabel.values()].flatMap(({ kind, name: user, groups }) =>
        kind === "user" ? [...groups].map((group) => ({ group, user })) : [],
      ),
      ({ group }) => group,
    );
    return (this.#membersByGroup.get(name) ?? []).map(({ user }) => user);
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
}

/** Gives an identity policies: what cannot be read of them stays open. */
export function give(holder: Holder, documents: readonly Document[]): void {
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

export const kinds: readonly Kind[] = ["group", "user", "role"];

/** "group ccp-dev-developers" */
export function label({ kind, name }: Pick<Identity, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** Whom this stack only attaches to, others have given policies that nobody sees here. */
function foreignness({ kind, name, urn }: Holder, of = ""): readonly string[] {
  const gap = `${label({ kind, name })} is not part of this stack, so policies that are not seen here may allow it`;
  return urn ? [] : [`${gap}${of}`];
}

function pathOf({ props: { name, path } }: StackResource): Pick<Identity, "unnamed" | "path"> {
  const known = path ?? "/";
  return {
    ...(typeof name !== "string" && { unnamed: true }),
    ...(typeof known === "string" && typeof name === "string" && { path: known }),
  };
}
