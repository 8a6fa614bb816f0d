import { holds, type UnnamedKeys } from "./condition";
import { concerns, covers } from "./matching";
import type { Resolve } from "./pattern";
import type { Policy, Statement } from "./policy";
import { includes, type Principal } from "./principals";

export interface AccessRequest {
  /** For example "codecommit:GitPush"; case does not matter. */
  readonly action: string;
  /** The ARN; "*" for actions that have no resource. */
  readonly resource: string;
  /** Condition keys, whose case does not matter, and their values. An empty list: certainly not in the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Who asks; only for resource and trust policies. */
  readonly principal?: Principal;
}

/** A policy and how it reaches the identity that is judged. */
export interface AttachedPolicy {
  readonly name: string;
  /** For example "group ccp-dev-developers". */
  readonly path: string;
  readonly policy: Policy;
}

export interface Decision {
  readonly effect: "allow" | "explicitDeny" | "implicitDeny";
  /** The deciding statement's Sid, or "statement 2"; with its policy and path. Absent when nothing matched. */
  readonly statement?: string;
  readonly policy?: string;
  readonly path?: string;
  /** The permissions boundary that does not allow it, whatever the policies say; absent for every other reason. */
  readonly boundary?: string;
  /** One sentence. */
  readonly explanation: string;
}

export type { UnnamedKeys };

/**
 * Decides one request over the policies of one identity, or over one resource policy: an explicit deny wins, then an
 * allow, and otherwise the request is denied.
 * @example
 * evaluate(
 *   { action: "codecommit:GitPush", resource: "arn:aws:codecommit:eu-central-1:123456789012:payments-api",
 *     context: { "codecommit:References": "refs/heads/main" } },
 *   [{ name: "guard", path: "group developers", policy: parsePolicy(document) }],
 * ).explanation; // "denied by statement GuardTrunk of policy guard (group developers)"
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(
  request: AccessRequest,
  policies: readonly AttachedPolicy[],
  unnamedKeys: UnnamedKeys = "missing",
): Decision {
  const context = new Map(
    Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
  );
  let allowed: Decision | undefined;
  for (const attached of policies) {
    for (const statement of attached.policy.statements) {
      if (allowed && statement.effect === "Allow") continue;
      if (!applies(statement, attached.policy, request, context, unnamedKeys)) continue;
      if (statement.effect === "Deny") return decision("explicitDeny", "denied", statement, attached);
      allowed = decision("allow", "allowed", statement, attached);
    }
  }
  return allowed ?? unallowed(request);
}

/** The decision on what no statement is about. */
export function unallowed({ action, resource }: AccessRequest, boundary?: AttachedPolicy): Decision {
  const request = `${action} on ${resource}`;
  if (!boundary) return { effect: "implicitDeny", explanation: `no statement allows ${request}` };
  const { name, path } = boundary;
  const explanation = `policy ${name} (${path}) does not allow ${request}`;
  return { effect: "implicitDeny", policy: name, path, boundary: name, explanation };
}

/**
 * Decides one request over the policies of one identity within its permissions boundary: both must allow it, and an
 * explicit deny of either wins.
 * @param boundary Absent: the identity has none, or what it says is not known, and it can only take away.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function evaluateWithin(
  boundary: AttachedPolicy | undefined,
  request: AccessRequest,
  policies: readonly AttachedPolicy[],
  unnamedKeys: UnnamedKeys = "missing",
): Decision {
  const granted = evaluate(request, policies, unnamedKeys);
  if (boundary === undefined || granted.effect === "explicitDeny") return granted;
  const bounded = evaluate(request, [boundary], unnamedKeys);
  if (bounded.effect === "allow") return granted;
  if (bounded.effect === "explicitDeny") return { ...bounded, boundary: boundary.name };
  return unallowed(request, boundary);
}

function decision(
  effect: Decision["effect"],
  verb: string,
  { label }: Statement,
  { name, path }: AttachedPolicy,
): Decision {
  const statement = /^statement \d+$/.test(label) ? label : `statement ${label}`;
  return {
    effect,
    statement: label,
    policy: name,
    path,
    explanation: `${verb} by ${statement} of policy ${name} (${path})`,
  };
}

function applies(
  statement: Statement,
  policy: Policy,
  request: AccessRequest,
  context: ReadonlyMap<string, readonly string[]>,
  unnamedKeys: UnnamedKeys,
): boolean {
  if (!concerns(statement, request.action)) return false;
  const { effect, principals, conditions } = statement;
  const values = (key: string) => context.get(key.toLowerCase());
  const resolve: Resolve | undefined =
    policy.version === "2008-10-17"
      ? undefined
      : (key) => {
          const found = values(key);
          return found?.length === 1 ? found[0] : undefined;
        };
  if (!covers(statement, request.resource, resolve, unnamedKeys)) return false;
  if (principals && !includes(principals, request.principal, effect)) return false;
  // AWS refuses a resource or trust policy that names nobody; it must not come to mean everybody.
  if (!principals && request.principal && effect === "Allow") return false;
  const judged = { valuesOf: values, effect, unnamedKeys, ...(resolve && { resolve }) };
  return conditions.every((condition) => holds(condition, judged));
}
