import { z } from "zod";
import { quote } from "./names";
import { foreignSyntax } from "./foreignSyntax";

/**
 * Branches and tags as git and CodeCommit accept them. Every rule says what is allowed and how to mend the value.
 * Sources: git-check-ref-format(1); the CodeCommit quotas page (branch names).
 */

type Kind = "branch" | "tag";

/** A branch of a guard, without `refs/heads/`; `*` and `?` match as in IAM. */
export const branchPattern = guarded("branch");

/** A tag of a guard, without `refs/tags/`; `*` and `?` match as in IAM. */
export const tagPattern = guarded("tag");

/** A branch by its whole name. */
export const branchName = named("branch").refine((name) => !/[*?]/.test(name), {
  error: (issue) => `${quote(issue.input)} has a wildcard, but one branch is meant: write its whole name.`,
});

/** What an approval rule is for: a branch in which `*` matches, but not at its beginning; or `*` alone, every branch. */
export const approvalBranch = named("branch").refine(
  (pattern) => pattern === "*" || !(pattern.startsWith("*") || pattern.includes("?")),
  {
    error: (issue) =>
      `${quote(issue.input)} is no branch of an approval rule: CodeCommit takes "*", but not at the beginning, and no "?"; "*" alone is every branch.`,
  },
);

/**
 * A branch as people write it, or a full reference of a branch or tag. EventBridge knows `*` alone, and not twice in a row.
 * Yields the full reference.
 */
export const referencePattern = z
  .string()
  .superRefine((reference, context) => {
    const problem = referenceProblem(reference);
    if (problem !== undefined) {
      context.addIssue({ code: "custom", message: problem, input: reference });
    }
  })
  .transform((reference) => (reference.startsWith("refs/") ? reference : `refs/heads/${reference}`));

function referenceProblem(reference: string): string | undefined {
  if (reference.startsWith("refs/") && !/^refs\/(heads|tags)\/./.test(reference)) {
    return `${quote(reference)} is neither a branch nor a tag: CodeCommit tells of refs/heads/… and refs/tags/… only.`;
  }
  if (/\?|\*\*/.test(reference)) {
    return `${quote(reference)} is not what EventBridge can match: use "*" alone for any characters, once at a place.`;
  }
  const kind = reference.startsWith("refs/tags/") ? "tag" : "branch";
  return nameProblem(reference.replace(/^refs\/(heads|tags)\//, ""), kind);
}

function named(kind: Kind) {
  return z.string().superRefine((name, context) => {
    const message = nameProblem(name, kind);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message, input: name });
    }
  });
}

/** A name that goes into an IAM policy, whose characters end at U+00FF: https://github.com/hashicorp/terraform-provider-aws/issues/32010 */
function guarded(kind: Kind) {
  return z.string().superRefine((pattern, context) => {
    const message = nameProblem(pattern, kind, true) ?? widthProblem(pattern);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message, input: pattern });
    }
  });
}

function widthProblem(pattern: string): string | undefined {
  const wide = [...pattern].find((sign) => (sign.codePointAt(0) ?? 0) > 0xff);
  return wide === undefined
    ? undefined
    : `${quote(pattern)} has ${shown(wide)}, but the policies of IAM take no character beyond U+00FF: write "?" in its place, which matches any one.`;
}

/** @param wildcards whether `*` and `?` match any characters and any one */
function nameProblem(pattern: string, kind: Kind, wildcards = false): string | undefined {
  if (pattern.startsWith("refs/")) {
    return fullName(pattern, kind, wildcards);
  }
  if (pattern.length === 0 || pattern.length > 256) {
    return `${quote(pattern)} has ${pattern.length} characters: a ${kind} name has 1 to 256.`;
  }
  if (pattern.includes("${")) {
    return `${quote(pattern)} contains "\${", which IAM would read as a policy variable, so that nothing would be protected.`;
  }
  const lookalike = lookalikeProblem(pattern);
  if (lookalike !== undefined) {
    return lookalike;
  }
  const hint = foreignSyntax(pattern, wildcards);
  if (hint !== undefined) {
    return `${quote(pattern)} ${hint}`;
  }
  if (!isReferenceName(pattern)) {
    return `${quote(pattern)} is not a ${kind}: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", no "/" or "." at either end, no "/." and no ".lock" behind a word, and no "-" in front.`;
  }
  if (pattern === "HEAD" || pattern === "@") {
    return `${quote(pattern)} is no ${kind}, but git's name for what is checked out: write the ${kind}'s own name.`;
  }
  return /^[0-9a-f]{40}$/.test(pattern)
    ? `${quote(pattern)} looks like a commit id, which CodeCommit refuses.`
    : undefined;
}

/** What git-check-ref-format(1) accepts behind `refs/heads/`, wildcards taken for letters; and no `-` in front, which `git branch` refuses. */
function isReferenceName(pattern: string): boolean {
  return !(
    // eslint-disable-next-line no-control-regex
    /[\s~^:[\]\\\x00-\x20\x7f-\x9f]|\.\.|\/\/|@\{|\/\.|\.lock(\/|$)/.test(pattern) ||
    /^[-/.]|[/.]$/.test(pattern)
  );
}

function fullName(pattern: string, kind: Kind, wildcards: boolean): string {
  const [, found, short] = /^refs\/(heads|tags)\/(.+)$/.exec(pattern) ?? [];
  const own = kind === "branch" ? "heads" : "tags";
  const usable = wildcards || !/[*?]/.test(short ?? "");
  if (found === own && usable && nameProblem(short, kind, wildcards) === undefined) {
    return `${quote(pattern)} starts with "refs/": write the ${kind} as people know it, ${quote(short)}.`;
  }
  return found === undefined || found === own
    ? `${quote(pattern)} is no ${kind}: write one as people know it, for example ${kind === "branch" ? '"main"' : '"v1"'}.`
    : `${quote(pattern)} is a ${kind === "branch" ? "tag" : "branch"}: write it into ${kind === "branch" ? "tags" : "branches"}.`;
}

/** Latin letters and ones of another script that look the same make another name, which nobody tells from the right one. */
function lookalikeProblem(pattern: string): string | undefined {
  const foreign =
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff21-\uff5a]/u.exec(
      pattern,
    )?.[0];
  const hidden = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/.exec(pattern)?.[0];
  if (hidden !== undefined) {
    return `${quote(pattern)} has ${code(hidden)}, which nobody sees: take it out.`;
  }
  return foreign !== undefined && /\p{Script=Latin}/u.test(pattern)
    ? `${quote(pattern)} has ${shown(foreign)} among Latin letters, which looks like one of them and is another: type the name anew.`
    : undefined;
}

/** `"а" (U+0430)` */
function shown(sign: string): string {
  return `${quote(sign)} (${code(sign)})`;
}

function code(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
