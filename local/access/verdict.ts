import type { AttachedPolicy, Decision } from "../../policy-pack/access/evaluate";
import type { Identity } from "../../policy-pack/access/identities";
import { referencesKey } from "../../policy-pack/access/refMovingActions";
import { decide, whoCan } from "../../policy-pack/access/whoCan";
import { namesReference, requestsOf } from "./actions";

/** From the widest to the narrowest. */
export const answers = ["yes", "with-mfa", "on-conditions", "cannot-tell", "no"] as const;

export type Answer = (typeof answers)[number];

/** What an identity may do, and why. */
export interface Verdict {
  readonly may: Answer;
  /** The condition keys on which it depends, for `with-mfa` and `on-conditions`. */
  readonly conditions: readonly string[];
  /** Of a no: what denies it. Of everything else: what allows it, where that is seen. */
  readonly decision: Decision;
}

/** Whether one answer says more than another. */
export const wider = (one: Verdict, other: Verdict): boolean =>
  answers.indexOf(one.may) < answers.indexOf(other.may);

/**
 * Judges one use of an action, with all the requests that it takes.
 *
 * @param resource the repository's ARN
 * @param reference for actions that name one, "refs/heads/main"
 */
export function judge(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
): Verdict {
  return requestsOf(action, reference)
    .map((named) => {
      const verdict = judgeRequest(identity, action, resource, named);
      return named === reference || !namesReference(action) ? verdict : atTheFirstRequest(verdict);
    })
    .reduce((narrowest, next) => (wider(narrowest, next) ? next : narrowest));
}

function atTheFirstRequest({ decision, ...verdict }: Verdict): Verdict {
  const explanation = `${decision.explanation}, at the first request of a push, which names no reference`;
  return { ...verdict, decision: { ...decision, explanation } };
}

function judgeRequest(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
): Verdict {
  const question = { action, resource, ...(reference === undefined ? {} : { references: [reference] }) };
  const [access] = whoCan(question, [identity]);
  if (access === undefined) {
    return {
      may: "no",
      conditions: [],
      decision: decide(identity, action, resource, reference, "anything"),
    };
  }
  if (access.verdict === "cannotTell") {
    return { may: "cannot-tell", conditions: [], decision: access.decision };
  }
  const conditions = conditionsOf(identity, access.decision, (reduced) =>
    decide(reduced, action, resource, reference, "missing"),
  );
  return { may: answerOf(conditions), conditions, decision: access.decision };
}

function answerOf(conditions: readonly string[]): Answer {
  if (conditions.length === 0) {
    return "yes";
  }
  return conditions.every((key) => /^aws:MultiFactorAuth(Present|Age)$/i.test(key))
    ? "with-mfa"
    : "on-conditions";
}

/**
 * The condition keys of everything that stands between a request which brings along nothing, no MFA, no tags, and the
 * allow that the most favourable request meets.
 */
function conditionsOf(
  identity: Identity,
  allowing: Decision,
  decidePlainly: (identity: Identity) => Decision,
): readonly string[] {
  const keys = new Set<string>();
  let reduced = identity;
  for (
    let decision = decidePlainly(reduced);
    decision.effect !== "allow";
    decision = decidePlainly(reduced)
  ) {
    if (decision.boundary !== undefined) {
      keysOf(reduced.boundary).forEach((key) => keys.add(key));
      reduced = { ...reduced, boundary: undefined };
    } else if (decision.effect === "explicitDeny") {
      const denying = reduced.policies.filter((policy) => decides(decision, policy));
      denying.flatMap((policy) => keysOf(policy, decision.statement)).forEach((key) => keys.add(key));
      reduced = { ...reduced, policies: reduced.policies.map((policy) => without(policy, decision)) };
    } else {
      const policies = reduced.policies.filter((policy) => decides(allowing, policy));
      policies.flatMap((policy) => keysOf(policy, allowing.statement)).forEach((key) => keys.add(key));
      break;
    }
  }
  return [...keys].sort();
}

const decides = ({ policy, path }: Decision, attached: AttachedPolicy): boolean =>
  attached.name === policy && attached.path === path;

function without(attached: AttachedPolicy, decision: Decision): AttachedPolicy {
  if (!decides(decision, attached)) {
    return attached;
  }
  const statements = attached.policy.statements.filter(({ label }) => label !== decision.statement);
  return { ...attached, policy: { ...attached.policy, statements } };
}

/** The keys of one statement, or of all, but for the reference, which the question fixes. */
function keysOf(attached: AttachedPolicy | undefined, statement?: string): readonly string[] {
  return (attached?.policy.statements ?? [])
    .filter(({ label }) => statement === undefined || label === statement)
    .flatMap(({ conditions }) => conditions.map(({ key }) => key))
    .filter((key) => key.toLowerCase() !== referencesKey.toLowerCase());
}
