import { type Platform } from "./declared";

/** A protection of one repository: who may move what, as the settings promise it. */
export interface Guard {
  /** Full names of refs, in which `*` and `?` match as in IAM. */
  readonly references: readonly string[];
  /** Teams, by their names in the settings. */
  readonly pushers: readonly string[];
}

/** The protections of a repository. */
export function guardsOf({ repositories, protections }: Platform, name: string): Guard[] {
  const { protections: own = [] } = Object.values(repositories).find((one) => one.name === name) ?? {};
  return own.map((protection) => {
    const { branches, tags, pushers } = protections[protection];
    return {
      references: [
        ...branches.map((branch) => `refs/heads/${branch}`),
        ...tags.map((tag) => `refs/tags/${tag}`),
      ],
      pushers,
    };
  });
}

/** Whether it protects a ref. */
export function protects({ references }: Guard, reference: string): boolean {
  return references.some((pattern) => {
    const parts = pattern
      .replace(/[\\^$.+()[\]{}|]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${parts}$`, "s").test(reference);
  });
}

export function isPattern(reference: string): boolean {
  return /[*?]/.test(reference);
}

/**
 * A ref that a pattern matches.
 *
 * @example
 * sampleOf("refs/heads/release/*"); // "refs/heads/release/1.0"
 */
export function sampleOf(pattern: string): string {
  return pattern.replace(/\*/g, "1.0").replace(/\?/g, "1");
}

/** A ref as people call it: "release/1.0". */
export function shortName(reference: string): string {
  return reference.replace(/^refs\/(heads|tags)\//, "");
}
