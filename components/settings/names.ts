import { z } from "zod";

/**
 * Names as AWS accepts them. Every rule says what is allowed and how to mend the value.
 * Sources: the CodeCommit quotas page (repository and branch names) and the IAM quotas page (user and group names).
 */

/** What a physical IAM name of ours adds in front: `ccp-<environment>-<region>-`. */
const iamNameBudget = 30;

/** CodeCommit: 1 to 100 letters, digits, `.`, `_` and `-`, not ending in `.git`. */
export const repositoryName = z
  .string()
  .max(100, { error: (issue) => `${quote(issue.input)} is longer than 100 characters.` })
  .regex(/^[\w.-]+$/, {
    error: (issue) =>
      `${quote(issue.input)} is not a repository name: use 1 to 100 letters, digits, ".", "_" and "-", for example ${quote(suggestName(issue.input))}.`,
  })
  .refine((name) => !name.endsWith(".git"), {
    error: (issue) => `${quote(issue.input)} ends in ".git", which CodeCommit refuses: leave it out.`,
  });

/** An AWS account. YAML reads digits without quotes as a number, and loses zeros in front. */
export const accountId = z.string().regex(/^\d{12}$/, {
  error: (issue) => `${quote(issue.input)} is not an account: write its 12 digits, in quotes.`,
});

/** A repository's name, in which `*` and `?` match as in IAM. */
export const repositoryPattern = z.string().regex(/^[\w.*?-]{1,100}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not a repository's name: use letters, digits, ".", "_", "-", and "*" or "?" to match several.`,
});

/** A team, person, protection or environment: part of the physical IAM names `ccp-<environment>-<name>`. */
export const shortName = z
  .string()
  .max(iamNameBudget, {
    error: (issue) => `${quote(issue.input)} is longer than ${iamNameBudget} characters.`,
  })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: (issue) =>
      `${quote(issue.input)} is not a usable name: use lower-case words joined by "-", for example ${quote(suggestName(issue.input).toLowerCase())}.`,
  });

/**
 * A branch as people write it, without `refs/heads/`; `*` and `?` match as in IAM.
 * CodeCommit: at most 256 characters, no space, `~ ^ : [ \`, no `..`, `//` or `@{`, no `/` or `.` at either end.
 */
export const branchPattern = referencePattern("branch", "heads");

/** A tag as people write it, without `refs/tags/`; `*` and `?` match as in IAM. The rules are those of branches. */
export const tagPattern = referencePattern("tag", "tags");

/** A branch by its whole name: a pattern without wildcards. */
export const branchName = branchPattern.refine((name) => !/[*?]/.test(name), {
  error: (issue) => `${quote(issue.input)} has a wildcard, but one branch is meant: write its whole name.`,
});

/** What an approval rule is for: a branch in which `*` matches, but not at its beginning; or `*` alone, every branch. */
export const approvalBranch = branchPattern.refine(
  (pattern) => pattern === "*" || !(pattern.startsWith("*") || pattern.includes("?")),
  {
    error: (issue) =>
      `${quote(issue.input)} is no branch of an approval rule: CodeCommit takes "*", but not at the beginning, and no "?"; "*" alone is every branch.`,
  },
);

/**
 * The sessions of an IAM role: `Role/session`, where `*` matches in the session's name only.
 * Sources: the IAM quotas page (role names, role session names); CodeCommit user guide, "Create an approval rule template".
 */
export const roleSessions = z.string().regex(/^[\w+=,.@-]{1,64}\/[\w+=,.@*-]{1,64}$/, {
  error: (issue) =>
    `${quote(issue.input)} is no role's sessions: write "Role/*", or "Role/session" with the session's name.`,
});

type ReferenceKind = "branch" | "tag";

function referencePattern(kind: ReferenceKind, folder: "heads" | "tags") {
  return z.string().superRefine((pattern, context) => {
    const message = referenceProblem(pattern, kind, folder);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message, input: pattern });
    }
  });
}

function referenceProblem(pattern: string, kind: ReferenceKind, folder: string): string | undefined {
  if (pattern.startsWith("refs/")) {
    const short = pattern.replace(new RegExp(`^refs/(${folder}/)?`), "");
    return `${quote(pattern)} starts with "refs/": write the ${kind} as people know it, ${quote(short)}.`;
  }
  if (pattern.length === 0 || pattern.length > 256) {
    return `${quote(pattern)} has ${pattern.length} characters: a ${kind} name has 1 to 256.`;
  }
  if (/[\s~^:[\]\\]|\.\.|\/\/|@\{/.test(pattern) || /^[/.]|[/.]$/.test(pattern)) {
    return `${quote(pattern)} is not a ${kind}: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", and no "/" or "." at either end.`;
  }
  if (pattern.includes("${")) {
    return `${quote(pattern)} contains "\${", which IAM would read as a policy variable, so that nothing would be protected.`;
  }
  return /^[0-9a-f]{40}$/.test(pattern)
    ? `${quote(pattern)} looks like a commit id, which CodeCommit refuses.`
    : undefined;
}

/** A usable name made of what was written. */
function suggestName(input: unknown): string {
  const name = String(input)
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return name === "" ? "payments-api" : name;
}

export function quote(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
