import type { Condition, UnnamedKeys } from "./condition";
import {
  unallowed,
  evaluateWithin,
  type AccessRequest,
  type AttachedPolicy,
  type Decision,
} from "./evaluate";
import { groupBy } from "./groupBy";
import { concerns, covers, hasVariable } from "./matching";
import type { Statement } from "./policy";

/**
 * Remembers decisions on identities that have the same policies. Of a thousand repositories most are alike: when the
 * same statements cover two of them, one decision settles both. So a proof costs what there are different cases, not
 * what there are repositories, teams and actions.
 */
export class Precedents {
  readonly #byAction = new Map<string, Bearing>();
  readonly #byStatements = new Map<string, Bearing>();

  constructor(
    private readonly policies: readonly AttachedPolicy[],
    private readonly boundary: AttachedPolicy | undefined,
  ) {}

  /** What bears on an action: the same object for every action that the same statements concern. */
  about(action: string): Bearing {
    const known = this.#byAction.get(action);
    if (known) return known;
    const narrowed = (attached: AttachedPolicy): AttachedPolicy => ({
      ...attached,
      policy: {
        ...attached.policy,
        statements: attached.policy.statements.filter((statement) => concerns(statement, action)),
      },
    });
    const signature = [...this.policies, ...(this.boundary ? [this.boundary] : [])]
      .flatMap(({ policy }) => policy.statements)
      .map((statement) => (concerns(statement, action) ? "1" : "0"))
      .join("");
    const bearing =
      this.#byStatements.get(signature) ??
      new Bearing(
        this.policies.map(narrowed).filter(({ policy }) => policy.statements.length > 0),
        this.boundary && narrowed(this.boundary),
      );
    this.#byStatements.set(signature, bearing);
    this.#byAction.set(action, bearing);
    return bearing;
  }
}

/** The policies as far as they bear on certain actions. */
export class Bearing {
  readonly #statements: readonly Statement[];
  readonly #decisions = new Map<string, Decision>();
  readonly #kinds = new Map<string, number>();
  readonly #kindOf = new Map<string, number>();
  readonly #groups = new WeakMap<readonly string[], readonly (readonly string[])[]>();
  /** Whether a resource is covered for some who have these policies and not for others: nothing can be remembered. */
  readonly #variable: boolean;
  /** Whether a condition tells apart who have these policies. */
  readonly #personal: boolean;

  constructor(
    private readonly policies: readonly AttachedPolicy[],
    private readonly boundary: AttachedPolicy | undefined,
  ) {
    const all = boundary ? [...policies, boundary] : policies;
    this.#statements = all.flatMap(({ policy }) => policy.statements);
    this.#variable = this.#statements.some(({ resources }) => resources?.patterns.some(hasVariable));
    this.#personal = this.#statements.some(({ conditions }) => conditions.some(isPersonal));
  }

  /**
   * As `evaluateWithin` decides.
   * @param who Tells apart those who have the same policies.
   * @param reference Which request on the resource, as far as that is not told by who asks.
   * @param requestOf Called only when there is no precedent.
   */
  decide(
    who: string,
    resource: string,
    reference: string,
    unnamedKeys: UnnamedKeys,
    requestOf: () => AccessRequest,
  ): Decision {
    if (this.#variable) return evaluateWithin(this.boundary, requestOf(), this.policies, unnamedKeys);
    const key = `${unnamedKeys} ${this.#kind(resource)} ${this.#personal ? who : "anyone"} ${reference}`;
    const precedent = this.#decisions.get(key);
    if (!precedent) {
      const decision = evaluateWithin(this.boundary, requestOf(), this.policies, unnamedKeys);
      this.#decisions.set(key, decision);
      return decision;
    }
    // What nothing allows is explained by the request itself.
    if (precedent.effect !== "implicitDeny") return precedent;
    return unallowed(requestOf(), precedent.boundary === undefined ? undefined : this.boundary);
  }

  /** The resources in groups that no statement tells apart, in the order of their first. */
  alike(resources: readonly string[]): readonly (readonly string[])[] {
    if (this.#variable) return resources.map((resource) => [resource]);
    const known = this.#groups.get(resources);
    if (known) return known;
    const found = [...groupBy(resources, (resource) => this.#kind(resource)).values()];
    this.#groups.set(resources, found);
    return found;
  }

  #kind(resource: string): number {
    const known = this.#kindOf.get(resource);
    if (known !== undefined) return known;
    const covered = this.#statements
      .map((statement) => (covers(statement, resource, undefined, "missing") ? "1" : "0"))
      .join("");
    // A condition may ask for the region and the account of the request, which are those of the resource.
    const signature = `${resource.split(":", 5).join(":")} ${covered}`;
    const kind = this.#kinds.get(signature) ?? this.#kinds.size;
    this.#kinds.set(signature, kind);
    this.#kindOf.set(resource, kind);
    return kind;
  }
}

/** The keys that differ between two who have the same policies. A variable may stand for either of them. */
const personalKeys = ["aws:username", "aws:principalarn"];

function isPersonal({ key, values }: Condition): boolean {
  return values.some(hasVariable) || personalKeys.includes(key.toLowerCase());
}

const known = new WeakMap<readonly AttachedPolicy[], Map<AttachedPolicy | undefined, Precedents>>();

/** The precedents of everybody who has these very policies (the same list) within this very boundary. */
export function precedentsOf(
  policies: readonly AttachedPolicy[],
  boundary: AttachedPolicy | undefined,
): Precedents {
  const byBoundary = known.get(policies) ?? new Map<AttachedPolicy | undefined, Precedents>();
  known.set(policies, byBoundary);
  const found = byBoundary.get(boundary) ?? new Precedents(policies, boundary);
  byBoundary.set(boundary, found);
  return found;
}
