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

/** An AWS account. */
export const awsAccount = z.string().regex(/^\d{12}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not an AWS account: it has 12 digits, for example "210987654321".`,
});

/** A role or a user by its kind, path and name, as they stand at the end of its ARN. */
export const foreignPrincipal = z.string().regex(/^(role|user)\/([\w+=,.@/-]+\/)?[\w+=,.@-]{1,64}$/, {
  error: (issue) =>
    `${quote(issue.input)} is not a role or user: write "role/" or "user/" and its name, for example "role/deployer".`,
});

/**
 * A branch as people write it, without `refs/heads/`; `*` and `?` match as in IAM.
 * CodeCommit: at most 256 characters, no space, `~ ^ : [ \`, no `..`, `//` or `@{`, no `/` or `.` at either end.
 */
export const branchPattern = z.string().superRefine((pattern, context) => {
  const problem = branchProblem(pattern);
  if (problem !== undefined) {
    context.addIssue({ code: "custom", message: problem, input: pattern });
  }
});

/** A branch by its whole name: a pattern without wildcards. */
export const branchName = branchPattern.refine((name) => !/[*?]/.test(name), {
  error: (issue) => `${quote(issue.input)} has a wildcard, but one branch is meant: write its whole name.`,
});

function branchProblem(pattern: string): string | undefined {
  if (pattern.startsWith("refs/")) {
    const short = pattern.replace(/^refs\/(heads\/)?/, "");
    return `${quote(pattern)} starts with "refs/": write the branch as people know it, ${quote(short)}.`;
  }
  if (pattern.length === 0 || pattern.length > 256) {
    return `${quote(pattern)} has ${pattern.length} characters: a branch name has 1 to 256.`;
  }
  if (/[\s~^:[\]\\]|\.\.|\/\/|@\{/.test(pattern) || /^[/.]|[/.]$/.test(pattern)) {
    return `${quote(pattern)} is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", and no "/" or "." at either end.`;
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
