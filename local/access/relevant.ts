import type { AttachedPolicy } from "../../policy-pack/access/evaluate";
import type { Identity } from "../../policy-pack/access/identities";
import { covers } from "../../policy-pack/access/matching";
import { hasVariable, matchesText, tokenize } from "../../policy-pack/access/pattern";
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

/** Whether a statement may be about an ARN: `about`, `none`, or something of this ARN alone. */
function matchOf(statement: Statement, arn: string): string {
  const { actions, resources } = statement;
  if (!actions.negated && !actions.patterns.some(mayBeOurs)) {
    return "none";
  }
  if (resources?.patterns.some(hasVariable)) {
    return arn;
  }
  return covers(statement, arn, undefined) ? "about" : "none";
}

/** Whether a pattern may mean an action of CodeCommit. */
function mayBeOurs(action: string): boolean {
  const [service] = action.split(":");
  return matchesText(tokenize(service) ?? [], "codecommit", true);
}
