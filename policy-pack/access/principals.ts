import type { Principals, Statement } from "./policy";

/**
 * Who makes a request: an IAM identity or a session of one (its ARN), an AWS service, somebody of an identity provider,
 * an account by its canonical id, or nobody that AWS knows.
 */
export type Principal =
  | { readonly type: "AWS" | "Service" | "Federated" | "CanonicalUser"; readonly id: string }
  | { readonly type: "Anonymous"; readonly id: "anonymous" };

/**
 * Whether the one who asks is among the principals: by name, by account, or as a session of a role.
 * Without knowing who asks, no allow applies and every deny does. What a deny exempts must be named exactly: for
 * `NotPrincipal`, the account stands for nobody but itself, and must be listed beside the user or the session.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function includes(
  principals: Principals,
  principal: Principal | undefined,
  effect: Statement["effect"],
): boolean {
  if (!principal) return effect === "Deny";
  const { type, id } = principal;
  const names = [...(principals.ids["*"] ?? []), ...(principals.ids[type] ?? [])];
  const [, partition, account] = /^arn:([^:]+):(?:iam|sts)::(\d{12}):/.exec(id) ?? [];
  const accountNames = account ? [account, `arn:${partition}:iam::${account}:root`] : [];
  const named = names.some((name) => name === "*" || name === id) || isAnyone(principals, type, effect);
  const byAccount = names.some((name) => accountNames.includes(name));
  if (principals.negated && effect === "Deny") return !(named && (!account || byAccount));
  const role = /:assumed-role\/([^/]+)\//.exec(id)?.[1];
  const byRole = role !== undefined && names.some((name) => isRole(name, `${partition}`, `${account}`, role));
  return (named || byAccount || byRole) !== principals.negated;
}

/**
 * `{ "AWS": "*" }` is as good as "*" for who never signed in, and topics and queues have long let services in by it.
 * Whether it also denies a service AWS does not say: what protects is read narrowly.
 */
function isAnyone(
  { ids, negated }: Principals,
  type: Principal["type"],
  effect: Statement["effect"],
): boolean {
  return (effect === "Allow" || type === "Anonymous") && !negated && (ids.AWS ?? []).includes("*");
}

/** Whether an ARN is that role's. A session's ARN does not tell the role's path, but names are unique without it. */
function isRole(arn: string, partition: string, account: string, role: string): boolean {
  const prefix = `arn:${partition}:iam::${account}:role/`;
  return arn.startsWith(prefix) && arn.slice(arn.lastIndexOf("/") + 1) === role;
}
