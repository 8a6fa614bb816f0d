import { ReplicationError } from "./replicationError";

/** Which branches and tags are replicated; what is outside is neither copied nor deleted. */
export type Scope = (ref: string) => boolean;

/**
 * Reads `refs/heads/main,refs/tags/v*`: full names, separated by commas, in which `*` stands for any text.
 *
 * @throws ReplicationError `usage` for a name that is neither a branch nor a tag
 */
export function parseScope(text: string): Scope {
  const patterns = text.split(",").map((pattern) => {
    if (!/^refs\/(heads|tags)\/[^\s]+$/.test(pattern)) {
      throw new ReplicationError(
        "usage",
        `--refs ${text}: ${JSON.stringify(pattern)} is no full name; write refs/heads/main, refs/tags/v* or several with commas`,
      );
    }
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
  return (ref) => patterns.some((pattern) => pattern.test(ref));
}

/** The refs inside of a scope; without one, all. */
export function withinScope(
  refs: ReadonlyMap<string, string>,
  scope: Scope | undefined,
): ReadonlyMap<string, string> {
  return scope === undefined ? refs : new Map([...refs].filter(([ref]) => scope(ref)));
}
