import type { AttachedPolicy } from "../../policy-pack/access/evaluate";
import type { Identity } from "../../policy-pack/access/identities";
import { matchesResource, matchesText, tokenize, type Token } from "../../policy-pack/access/pattern";
import type { Statement } from "../../policy-pack/access/policy";
import { numberOf } from "./numberOf";

/** An identity with no other statements than those that may be about a repository. */
export interface Relevant {
  readonly identity: Identity;
  /** Equal for repositories on which the same decisions are taken: judging one of them is enough. */
  readonly key: string;
}

/**
 * Leaves out the statements that are about other services or whose resources cannot be the repository. The decisions stay the same, for those never
 * apply; but with a guard that names a thousand repositories they are taken a thousand times faster.
 */
export function relevantTo(identity: Identity, arn: string): Relevant {
  const keys: string[] = [arn.split(":").slice(0, 5).join(":")];
  const reduce = (attached: AttachedPolicy): AttachedPolicy => {
    const statements = attached.policy.statements.filter((statement) => {
      const match = matchOf(statement, arn);
      if (match !== "none") {
        keys.push(`${numberOf(statement)} ${match}`);
      }
      return match !== "none";
    });
    return { ...attached, policy: { ...attached.policy, statements } };
  };
  const policies = identity.policies.map(reduce);
  const { boundary } = identity;
  return {
    identity: { ...identity, policies, ...(boundary === undefined ? {} : { boundary: reduce(boundary) }) },
    key: keys.join(),
  };
}

/** How a statement's patterns fit an ARN: `wide` and `narrow` as the evaluator reads what grants and what protects. */
function matchOf({ actions, resources }: Statement, arn: string): string {
  if (!actions.negated && !actions.patterns.some(mayBeOurs)) {
    return "none";
  }
  if (resources === undefined) {
    return "all";
  }
  const { exact, wildcards, hasVariables } = indexOf(resources);
  if (hasVariables) {
    return arn;
  }
  const isNamed = exact.has(arn);
  const fits = (isWide: boolean) =>
    isNamed || wildcards.some((tokens) => matchesResource(tokens, arn, isWide));
  if (fits(false)) {
    return "narrow";
  }
  if (fits(true)) {
    return "wide";
  }
  return resources.negated ? "outside" : "none";
}

/** Whether a pattern may mean an action of CodeCommit. */
function mayBeOurs(action: string): boolean {
  const [service] = action.split(":");
  return matchesText(tokenize(service) ?? [], "codecommit", true);
}

interface Index {
  readonly exact: ReadonlySet<string>;
  readonly wildcards: readonly (readonly Token[])[];
  readonly hasVariables: boolean;
}

const indexes = new WeakMap<object, Index>();

function indexOf(resources: NonNullable<Statement["resources"]>): Index {
  const known = indexes.get(resources);
  if (known !== undefined) {
    return known;
  }
  const { patterns } = resources;
  const isPattern = (pattern: string) => /[*?]/.test(pattern);
  const made = {
    exact: new Set(patterns.filter((pattern) => !isPattern(pattern))),
    wildcards: patterns.filter(isPattern).map((pattern) => tokenize(pattern) ?? []),
    hasVariables: patterns.some((pattern) => pattern.includes("${")),
  };
  indexes.set(resources, made);
  return made;
}
