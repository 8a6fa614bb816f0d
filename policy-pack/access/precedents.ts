import type { Condition, UnnamedKeys } from "./condition";
import {
  unallowed,
  evaluateWithin,
  type AccessRequest,
  type AttachedPolicy,
  type Decision,
} from "./evaluate";
import { groupBy } from "./groupBy";
import { concerns, covers } from "./matching";
import { hasVariable } from "./pattern";
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
  /** Whether a resource is covered for some who have these policies and not for others: nothing can be remembered. */
  readonly #variable: boolean;
  /** Whether a condition tells apart who have these policies. */
  readonly #personal: boolean;
  /** The policies, and the boundary. */
  readonly all: readonly AttachedPolicy[];
  readonly hasVariables: boolean;
  /** Whether any of them allows something. */
  readonly allowsAnything: boolean;

  constructor(
    private readonly policies: readonly AttachedPolicy[],
    private readonly boundary: AttachedPolicy | undefined,
  ) {
    this.all = boundary ? [...policies, boundary] : policies;
    this.allowsAnything = policies.some(({ policy }) =>
      policy.statements.some(({ effect }) => effect === "Allow"),
    );
    this.#statements = this.all.flatMap(({ policy }) => policy.statements);
    this.hasVariables = this.#statements.some(({ resources, conditions }) =>
      [...(resources?.patterns ?? []), ...conditions.flatMap(({ values }) => values)].some(hasVariable),
    );
    this.#variable = this.#statements.some(({ resources }) => resources?.patterns.some(hasVariable));
    this.#personal = this.#statements.some(({ conditions }) => conditions.some(isPersonal));
  }

  /**
   * As `evaluateWithin` decides.
   * @param who Tells apart those who have the same policies, and what is asked of their variables.
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
    const byStatements = groups.get(resources) ?? new Map<string, readonly (readonly string[])[]>();
    groups.set(resources, byStatements);
    const key = this.#statements.map(numberOf).join();
    const found = byStatements.get(key) ?? [...groupBy(resources, (each) => this.#coverage(each)).values()];
    byStatements.set(key, found);
    return found;
  }

  #kind(resource: string): number {
    const known = this.#kindOf.get(resource);
    if (known !== undefined) return known;
    const coverage = this.#coverage(resource);
    const kind = this.#kinds.get(coverage) ?? this.#kinds.size;
    this.#kinds.set(coverage, kind);
    this.#kindOf.set(resource, kind);
    return kind;
  }

  /** Which statements are about a resource. A condition may ask for the region and the account, too. */
  #coverage(resource: string): string {
    const covered = this.#statements.map((statement) => (covers(statement, resource, undefined) ? "1" : "0"));
    return `${resource.split(":", 5).join(":")} ${covered.join("")}`;
  }
}

/** Groups of resources by the statements that tell them apart: teams have the same documents, on lists of their own. */
const groups = new WeakMap<readonly string[], Map<string, readonly (readonly string[])[]>>();

const numbers = new WeakMap<Statement, number>();
let count = 0;

function numberOf(statement: Statement): number {
  const known = numbers.get(statement) ?? (count += 1);
  numbers.set(statement, known);
  return known;
}

/** The keys that differ between two who have the same policies. A variable may stand for either of them. */
const personalKeys = ["aws:username", "aws:principalarn"];
export const principalTags = "aws:principaltag/";

function isPersonal({ key, values }: Condition): boolean {
  const name = key.toLowerCase();
  return values.some(hasVariable) || personalKeys.includes(name) || name.startsWith(principalTags);
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
