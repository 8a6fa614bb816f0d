import { grantsOf, type Grant } from "./grants";
import { resourceDocuments } from "./resourceDocuments";
import type { Stack, StackResource } from "./resources";

export interface Use {
  readonly grants: readonly Grant[];
  /** Policies on the resource of which it cannot be told whom they let in: one clause each. */
  readonly gaps: readonly string[];
}

/**
 * Whom the policies on a topic, queue, key, bucket, function, role, secret, bus or image repository let use it. Without
 * such a policy AWS leaves it to the identities of the owner's account, which is no grant.
 * @example
 * whoMayUse(stack, topic, ["sns:Publish"]).grants
 *   .filter(({ kind, sources }) => kind === "everybody" && sources.accounts.length === 0) // open to the world
 * @throws {RangeError} for a type of which it is not known where its policy would be.
 */
export function whoMayUse(stack: Stack, resource: StackResource, actions: readonly string[]): Use {
  const { arn } = resource.props;
  const documents = resourceDocuments(stack, resource);
  return {
    grants: documents.flatMap((document) =>
      "policy" in document
        ? grantsOf(
            { name: document.name, path: resource.name, policy: document.policy },
            actions,
            typeof arn === "string" ? arn : undefined,
          )
        : [],
    ),
    gaps: documents.flatMap((document) => ("gap" in document ? [document.gap] : [])),
  };
}
