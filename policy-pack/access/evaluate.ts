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
  /** What a proof leaves open. */
  readonly open?: Openness;
}

/** What is not known of a request in a proof, which is then about all requests that differ in it. */
export interface Openness {
  /** Beginnings of keys of which the context names all there are, such as "aws:principaltag/". In small letters. */
  readonly complete?: readonly string[];
  /** Keys whose value stands for others, so that no variable may count on it. In small letters. */
  readonly varying?: readonly string[];
  /** Keys that may have other values beside those of the context. In small letters. */
  readonly mayHaveMore?: readonly string[];
  /** Whether a variable that grants by a value that is not known matches anything (so it is by default), or nothing. */
  readonly variables?: "anything" | "nothing";
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
  const context = contextOf(request);
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

/**
 * Decides one request of a session that was begun with session policies: one of them must allow it, too, and their denies
 * count. They only take away: a proof about all sessions leaves them out.
 * @param session At least one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function evaluateSession(
  session: readonly [AttachedPolicy, ...AttachedPolicy[]],
  boundary: AttachedPolicy | undefined,
  request: AccessRequest,
  policies: readonly AttachedPolicy[],
): Decision {
  const granted = evaluateWithin(boundary, request, policies);
  if (granted.effect === "explicitDeny") return granted;
  const limited = evaluate(request, session);
  if (limited.effect === "explicitDeny") return limited;
  if (limited.effect === "allow") return granted;
  const { name, path } = session[0];
  const explanation = `no session policy (${path}) allows ${request.action} on ${request.resource}`;
  return { effect: "implicitDeny", policy: name, path, explanation };
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
  context: Context,
  unnamedKeys: UnnamedKeys,
): boolean {
  if (!concerns(statement, request.action)) return false;
  const { effect, principals, conditions } = statement;
  const resolve = policy.version === "2008-10-17" ? undefined : resolver(request, context, unnamedKeys);
  if (!covers(statement, request.resource, resolve)) return false;
  if (principals && !includes(principals, request.principal, effect)) return false;
  // AWS refuses a resource or trust policy that names nobody; it must not come to mean everybody.
  if (!principals && request.principal && effect === "Allow") return false;
  const judged = {
    valuesOf: (key: string) => valuesOf(key, request, context),
    mayHaveMore: (key: string) =>
      unnamedKeys === "anything" && (request.open?.mayHaveMore?.includes(key.toLowerCase()) ?? false),
    effect,
    unnamedKeys,
    ...(resolve && { resolve }),
  };
  return conditions.every((condition) => holds(condition, judged));
}

type Context = ReadonlyMap<string, readonly string[]>;

function contextOf({ context }: AccessRequest): Context {
  return new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
}

function valuesOf(key: string, { open }: AccessRequest, context: Context): readonly string[] | undefined {
  const name = key.toLowerCase();
  return context.get(name) ?? (open?.complete?.some((prefix) => name.startsWith(prefix)) ? [] : undefined);
}

/** What the variables of a policy stand for in a request; undefined for a version of the language that has none. */
export function resolverOf(
  policy: Policy,
  request: AccessRequest,
  unnamedKeys: UnnamedKeys,
): Resolve | undefined {
  let resolve: Resolve | undefined;
  return policy.version === "2008-10-17"
    ? undefined
    : // Few policies have variables.
      (key) => (resolve ??= resolver(request, contextOf(request), unnamedKeys))(key);
}

function resolver(request: AccessRequest, context: Context, unnamedKeys: UnnamedKeys): Resolve {
  const { varying = [], variables } = request.open ?? {};
  const isProof = unnamedKeys === "anything";
  const unknown = !isProof ? "none" : variables === "nothing" ? "closed" : "open";
  return (key) => {
    if (isProof && varying.includes(key.toLowerCase())) return unknown;
    const found = valuesOf(key, request, context);
    if (found?.length === 1) return { text: found[0] };
    return found?.length === 0 ? "none" : unknown;
  };
}
