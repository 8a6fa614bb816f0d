import type { Identity } from "../../access/identities";

/** Whom a member of an approval pool names. */
export type PoolIdentity =
  | { readonly kind: "user" | "role"; readonly name: string; readonly sessions: "one" | "many" }
  /** Federated users, and names with wildcards: nobody whose policies a stack shows. */
  | "unseen";

/**
 * Reads a member: the ARN of a user or of a role's session, or `CodeCommitApprovers:ACCOUNT:` before a user's name or a
 * role and its session. Undefined: it matches nobody, as a group and a role itself do.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html
 */
export function poolIdentity(member: string): PoolIdentity | undefined {
  const [, user] = /^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(member) ?? [];
  const [, session] = /^arn:[^:]+:sts::\d{12}:assumed-role\/(.+)$/.exec(member) ?? [];
  const [, short] = /^CodeCommitApprovers:\d{12}:(.+)$/.exec(member) ?? [];
  if (/^arn:[^:]+:iam::[^:]*:(role|group)\//.test(member)) return undefined;
  const name = user ?? session ?? short;
  if (name === undefined) return "unseen";
  const slash = name.indexOf("/");
  const identity = slash < 0 ? name : name.slice(0, slash);
  if (/[*?]/.test(identity)) return "unseen";
  return slash < 0
    ? { kind: "user", name: identity, sessions: "one" }
    : { kind: "role", name: identity, sessions: /[*?]/.test(name) ? "many" : "one" };
}

/** The identity of the stack that a member names; undefined for one that the stack does not know. */
export function identityOf(member: PoolIdentity, identities: readonly Identity[]): Identity | undefined {
  return member === "unseen"
    ? undefined
    : identities.find(({ kind, name }) => kind === member.kind && name === member.name);
}
