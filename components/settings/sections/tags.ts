import { z } from "zod";
import { quote } from "../names";

/** What AWS allows a repository, and most other things: tagging in the CodeCommit and IAM user guides. */
export const tagsPerResource = 50;

/** The platform's own default tag, beside the user's. */
export const environmentTag = "codecommit-platform:environment";

/** What all tags of AWS may consist of; some services allow more. */
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const allowedText = "letters, digits, spaces and _ . : / = + - @";

/** Tags by key, every mistake in them told at once. */
export const tagMap = z
  .record(z.string(), z.unknown())
  .superRefine((tags, context) => {
    for (const [key, value] of Object.entries(tags)) {
      for (const message of [...keyProblems(key), ...valueProblems(value)]) {
        context.addIssue({ code: "custom", message, path: [key] });
      }
    }
  })
  .pipe(z.record(z.string(), z.string()));

/** Default tags: IAM takes keys that differ in nothing but case for one. */
export const defaultTags = tagMap
  .refine((tags) => Object.keys(tags).length < tagsPerResource, {
    error: (issue) =>
      `${Object.keys(issue.input as object).length} tags and the platform's own make more than the ${tagsPerResource} that AWS allows; remove some.`,
  })
  .superRefine((tags, context) => {
    const seen = new Map<string, string>();
    for (const key of Object.keys(tags)) {
      const earlier = seen.get(key.toLowerCase());
      if (earlier !== undefined) {
        const message = `differs from ${quote(earlier)} in nothing but case, and IAM takes the two for one; remove one.`;
        context.addIssue({ code: "custom", message, path: [key] });
      }
      seen.set(key.toLowerCase(), key);
    }
  });

function keyProblems(key: string): string[] {
  if (key.length === 0 || key.length > 128) {
    return [`its key has ${key.length} characters; AWS allows 1 to 128.`];
  }
  if (key.toLowerCase().startsWith("aws:")) {
    return [`its key begins with "aws:", which AWS keeps for itself; choose another.`];
  }
  if (key.startsWith("codecommit-platform:")) {
    return [`its key begins with "codecommit-platform:", which the platform sets itself; choose another.`];
  }
  return allowed.test(key) ? [] : [`its key has a character that AWS refuses; use ${allowedText}.`];
}

function valueProblems(value: unknown): string[] {
  if (typeof value !== "string") {
    return [`takes a text, but is ${quote(value)}; put it in quotes.`];
  }
  if (value.length > 256) {
    return [`its value has ${value.length} characters; AWS allows 256.`];
  }
  return allowed.test(value) ? [] : [`its value has a character that AWS refuses; use ${allowedText}.`];
}
