import type { Kind } from "./attachments";
import { readResourceDocument } from "./documents";
import { concerns } from "./matching";
import { isGiven, unknown, type StackResource } from "./resources";

/** The tags that the condition keys `aws:PrincipalTag/…` of an identity's requests have the values of. */
export interface Tags {
  readonly values: Readonly<Record<string, string>>;
  /** Whether there are no others: provider and session bring none. */
  readonly complete: boolean;
}

/**
 * The tags of a user or a role, as far as they are certain. Session tags take the place of a role's own, so that those
 * are certain only where its trust policy lets nobody pass any.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function tagsOf(kind: Kind, declaration: StackResource): { readonly tags?: Tags } {
  if (kind === "group" || (kind === "role" && mayTagSessions(declaration))) return {};
  const { tags = {}, tagsAll = unknown } = declaration.props;
  // The provider's default tags are in `tagsAll` only.
  const all = plainTags(tagsAll);
  const own = isGiven(declaration, "tags") ? plainTags(tags) : undefined;
  const values = all ?? own;
  return values ? { tags: { values, complete: all !== undefined } } : {};
}

function mayTagSessions({ name, props }: StackResource): boolean {
  const trust = readResourceDocument(name, props.assumeRolePolicy);
  if ("gap" in trust) return true;
  return trust.policy.statements.some(
    (statement) => statement.effect === "Allow" && concerns(statement, "sts:TagSession"),
  );
}

function plainTags(tags: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof tags !== "object" || tags === null) return undefined;
  const entries = Object.entries(tags).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return entries.length === Object.keys(tags).length ? Object.fromEntries(entries) : undefined;
}
