import type { Identity } from "../../policy-pack/access/identities";
import { matchesText, tokenize } from "../../policy-pack/access/pattern";
import { standingReferences, writtenReferences } from "../../policy-pack/access/standingReferences";
import type { Repository } from "./declared";

/** A line of the matrix within a repository: a reference, a pattern, or every other branch. */
export interface Line {
  /** "refs/heads/main", "refs/heads/release/*"; {@link otherBranches} for those that nothing names. */
  readonly reference: string;
  /** References that stand for it. */
  readonly probes: readonly string[];
  /** Whether only some policy names it: worth a line when it differs from the other branches. */
  readonly incidental: boolean;
}

/** Stands for every branch that no other line of the repository is about. */
export const otherBranches = "refs/heads/*";

/** No policy names it. */
const nobodysBranch = "refs/heads/probe-7f3a91";

/** The lines of repositories: the default branch, what guards protect, what policies name, and the rest. */
export function linesFor(identities: readonly Identity[]): (repository: Repository) => readonly Line[] {
  const named = writtenReferences(identities).filter(
    (reference) =>
      reference.startsWith("refs/heads/") && reference !== otherBranches && !reference.includes("${"),
  );
  const standing = new Map<string, readonly string[]>();
  return (repository) =>
    linesOf(repository, named, (reference) => {
      const known = standing.get(reference) ?? standingReferences(reference, repository.arn, identities);
      standing.set(reference, known);
      return known;
    });
}

function linesOf(
  { defaultBranch, protected: patterns }: Repository,
  written: readonly string[],
  probesOf: (reference: string) => readonly string[],
): readonly Line[] {
  const covered = (reference: string) =>
    patterns.some((pattern) => matchesText(tokenize(pattern) ?? [], reference));
  const line = (reference: string, incidental = false): Line => ({
    reference,
    probes: /[*?]/.test(reference) ? probesOf(reference) : [reference],
    incidental,
  });
  const byDefault = defaultBranch === undefined || patterns.includes(defaultBranch) ? [] : [defaultBranch];
  const named = written.filter((reference) => !covered(reference) && !byDefault.includes(reference));
  const others = { reference: otherBranches, probes: [nobodysBranch], incidental: false };
  return [
    ...byDefault.map((reference) => line(reference)),
    ...patterns.map((pattern) => line(pattern)),
    ...named.map((reference) => line(reference, true)),
    ...(covered(nobodysBranch) ? [] : [others]),
  ];
}
